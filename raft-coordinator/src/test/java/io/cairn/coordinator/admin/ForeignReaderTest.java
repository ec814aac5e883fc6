package io.cairn.coordinator.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.Samples;
import io.cairn.coordinator.checkpoint.Scenario;
import io.cairn.coordinator.codec.MetadataCodec;
import io.cairn.storage.blob.BlobOutput;
import io.cairn.storage.blob.InMemoryBlobStore;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which checkpoint is found below what a person names. */
class ForeignReaderTest {
  private static final String ROOT = "hdfs://nn:8020/old";

  private final InMemoryBlobStore store = new InMemoryBlobStore();
  private final Scenario scenario = Scenario.running(Samples.pipeline("job", 1));

  @BeforeEach
  void twoCheckpoints() throws IOException {
    scenario.completed(1, 1);
    write(1, "jobs/1/checkpoints/1/_metadata");
    scenario.completed(1, 2);
    write(2, "jobs/1/checkpoints/2/_metadata");
    for (int checkpoint = 1; checkpoint <= 2; checkpoint++) {
      for (int task = 0; task < 3; task++) {
        put("jobs/1/" + Samples.segment(checkpoint, 1, "a1-" + task).value(), new byte[1]);
      }
    }
  }

  private void write(long checkpoint, String path) throws IOException {
    put(path, MetadataCodec.encode(scenario.state(), new JobId(1), new CheckpointId(checkpoint)));
  }

  private void put(String path, byte[] bytes) throws IOException {
    try (BlobOutput out = store.create(path)) {
      out.write(bytes, 0, bytes.length);
    }
  }

  private long find(String directory, boolean older) throws IOException {
    ForeignPlace place = ForeignPlace.parse(directory);
    return new ForeignReader(store, place).find(older).metadata().checkpoint().value();
  }

  private Problem refusal(String directory) {
    return assertThrows(ProblemException.class, () -> find(directory, false)).problem();
  }

  @Test
  void theNewestOfAJobIsFound() throws IOException {
    assertEquals(2, find(ROOT + "/jobs/1", false));
    assertEquals(2, find(ROOT + "/jobs/1/checkpoints/2/_metadata", false));
  }

  @Test
  void anOlderOneMustBeMeant() throws IOException {
    Problem problem = refusal(ROOT + "/jobs/1/checkpoints/1");
    assertEquals(409, problem.status());
    assertTrue(problem.detail().contains("jobs/1/checkpoints/2"), problem.detail());
    assertEquals(1, find(ROOT + "/jobs/1/checkpoints/1", true));
  }

  @Test
  void pendingMetadataCountsForSinksMayHaveCommittedUpToIt() throws IOException {
    store.publish("jobs/1/checkpoints/2/_metadata", "jobs/1/checkpoints/2/_metadata.pending");
    assertEquals(2, find(ROOT + "/jobs/1", false));
  }

  @Test
  void damageOfTheNewestIsSaidAndNotPassedOver() throws IOException {
    store.delete("jobs/1/checkpoints/2/_metadata");
    put("jobs/1/checkpoints/2/_metadata", new byte[100]);
    assertEquals(422, refusal(ROOT + "/jobs/1").status());
  }

  @Test
  void aMissingSegmentIsNamed() throws IOException {
    String segment = Samples.segment(2, 1, "a1-1").value();
    store.delete("jobs/1/" + segment);
    Problem problem = refusal(ROOT + "/jobs/1");
    assertEquals(422, problem.status());
    assertTrue(problem.detail().contains(segment), problem.detail());
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertEquals(404, refusal(ROOT + "/jobs/7").status());
    assertEquals(404, refusal(ROOT + "/jobs/1/checkpoints/9").status());
    assertEquals(400, refusal("jobs/1").status());
  }

  @Test
  void placesAreUnderstoodWithAndWithoutACheckpoint() {
    assertEquals(
        new ForeignPlace(URI.create(ROOT), "jobs/1", "jobs/1/savepoints/last-4"),
        ForeignPlace.parse(ROOT + "/jobs/1/savepoints/last-4/"));
    assertEquals(
        new ForeignPlace(URI.create(ROOT), "jobs/1", ""), ForeignPlace.parse(ROOT + "/jobs/1"));
    assertEquals(
        new ForeignPlace(URI.create("file:///backup"), "", "last-4"),
        ForeignPlace.parse("file:///backup/last-4"));
    assertEquals(
        new ForeignPlace(URI.create("file:///a%20b"), "jobs/1", ""),
        ForeignPlace.parse("file:///a%20b/jobs/1"));
    assertEquals(
        new ForeignPlace(URI.create("file:///"), "jobs/1", "jobs/1/checkpoints/2"),
        ForeignPlace.parse("file:///jobs/1/checkpoints/2"));
  }
}
