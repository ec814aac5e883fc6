package io.cairn.coordinator.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairn.coordinator.checkpoint.Batch;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.Samples;
import io.cairn.coordinator.checkpoint.Scenario;
import io.cairn.protocol.v1.LogBatch;
import io.cairn.protocol.v1.LogEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodecsTest {
  private static Scenario committing() {
    return Scenario.running(Samples.pipeline("job", 2))
        .then(Samples.request(1, CheckpointKind.PERIODIC, ""))
        .allAcked(1, 1);
  }

  private static byte[] snapshot() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SnapshotCodec.write(committing().then(Samples.durable(1, 1)).state(), out);
    return out.toByteArray();
  }

  @Test
  void aFlippedBitAnywhereInASnapshotIsRefused() throws IOException {
    byte[] good = snapshot();
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x10;
      assertThrows(
          IOException.class, () -> SnapshotCodec.read(new ByteArrayInputStream(bad)), "at " + i);
    }
  }

  @Test
  void aCutSnapshotIsRefused() throws IOException {
    byte[] good = snapshot();
    for (int length = 0; length < good.length; length++) {
      byte[] bad = Arrays.copyOf(good, length);
      assertThrows(IOException.class, () -> SnapshotCodec.read(new ByteArrayInputStream(bad)));
    }
  }

  @Test
  void metadataSurvivesItsFileAndDamageIsRefused() throws IOException {
    Scenario scenario = committing();
    byte[] file = MetadataCodec.encode(scenario.state(), new JobId(1), new CheckpointId(1));
    byte[] later =
        MetadataCodec.encode(
            scenario
                .then(Samples.register("a9", "n9", 1))
                .then(new Event.SubmitJob("s9", Samples.sourceOnly("other")))
                .state(),
            new JobId(1),
            new CheckpointId(1));
    assertArrayEquals(file, later, "every leader must write the same bytes");
    StoredMetadata read = MetadataCodec.decode(file);
    assertEquals(scenario.job().spec(), read.spec());
    assertEquals(6, read.handles().size());
    assertEquals(file.length, MetadataCodec.stampOf(file).length());
    for (int i = 0; i < file.length; i++) {
      byte[] bad = file.clone();
      bad[i] ^= 1;
      assertThrows(IOException.class, () -> MetadataCodec.decode(bad), "at " + i);
    }
  }

  @Test
  void aLogEntryOfAnotherVersionOrWithoutAnEventIsCorrupt() {
    byte[] newer = LogBatch.newBuilder().setVersion(2).build().toByteArray();
    assertThrows(CorruptEntry.class, () -> LogCodec.decode(newer));
    assertThrows(CorruptEntry.class, () -> LogCodec.decode(new byte[] {1, 2, 3}));
    byte[] unset =
        LogBatch.newBuilder()
            .setVersion(1)
            .addEvents(LogEvent.getDefaultInstance())
            .build()
            .toByteArray();
    assertThrows(CorruptEntry.class, () -> LogCodec.decode(unset));
  }

  @Test
  void aTickSurvivesTheLog() {
    Batch tick = new Batch(5, 6, List.of());
    assertEquals(tick, LogCodec.decode(LogCodec.encode(tick)));
  }
}
