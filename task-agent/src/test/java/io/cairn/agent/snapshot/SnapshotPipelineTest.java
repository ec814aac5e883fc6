package io.cairn.agent.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.agent.runtime.TaskSnapshot;
import io.cairn.protocol.v1.CheckpointComplete;
import io.cairn.protocol.v1.JobView;
import io.cairn.protocol.v1.RunningCheckpoint;
import io.cairn.protocol.v1.SnapshotHandle;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.blob.BlobStores;
import io.cairn.storage.snapshot.SegmentUploader;
import io.cairn.storage.snapshot.UploadSettings;
import io.cairn.storage.state.KeyedStateStore;
import io.cairn.storage.state.StateResources;
import io.cairn.storage.state.StateSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotPipelineTest {

  private static final long JOB = 7;

  @TempDir Path root;

  @Test
  void aNewerCheckpointThatEndedFirstIsOverWhileAnOlderOneGoesOn() throws Exception {
    Set<Long> acked = ConcurrentHashMap.newKeySet();
    try (BlobStore store =
            BlobStores.open(Files.createDirectories(root.resolve("store")).toUri(), Map.of());
        SegmentUploader uploader = new SegmentUploader(store, UploadSettings.ofBytesPerSecond(0))) {
      uploader.start();
      LocalSnapshots local = LocalSnapshots.open(root.resolve("snapshots"));
      SnapshotPipeline pipeline =
          new SnapshotPipeline(
              "a1", local, uploader, new Acks(acked), Runnable::run, Runnable::run);
      pipeline.view(running(1, 2));
      pipeline.view(running(1));
      pipeline.taken(id(2), "count/0", snapshot(local, 2));
      assertEquals(List.of(), local.ofJob(JOB), "checkpoint 2 is over");
      // Its barrier was faster than the word of it.
      pipeline.taken(id(3), "count/0", snapshot(local, 3));
      assertEquals(List.of(id(3)), local.ofJob(JOB));
      pipeline.taken(id(1), "count/0", snapshot(local, 1));
      long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (acked.isEmpty() && System.nanoTime() - until < 0) {
        Thread.onSpinWait();
      }
      assertEquals(Set.of(1L), acked);
      assertEquals(1, pipeline.kept().size(), "one of each job");
      assertTrue(local.find(JOB, 1, 0).isPresent());
    }
  }

  @Test
  void whatAnEarlierProcessTookIsUploadedByTheNextOne() throws Exception {
    Map<Long, CheckpointComplete> acks = new ConcurrentHashMap<>();
    try (BlobStore store =
            BlobStores.open(Files.createDirectories(root.resolve("store")).toUri(), Map.of());
        SegmentUploader uploader = new SegmentUploader(store, UploadSettings.ofBytesPerSecond(0))) {
      uploader.start();
      LocalSnapshots before = LocalSnapshots.open(root.resolve("snapshots"));
      for (long checkpoint = 1; checkpoint <= 3; checkpoint++) {
        snapshot(before, checkpoint);
        before.record(id(checkpoint));
      }
      SnapshotHandle uploaded =
          SnapshotHandle.newBuilder().setSegment("segments/2-1-a1-u.seg").build();
      before.recordHandle(id(2), uploaded);

      LocalSnapshots local = LocalSnapshots.open(root.resolve("snapshots"));
      Acks reports = new Acks(ConcurrentHashMap.newKeySet(), acks, ConcurrentHashMap.newKeySet());
      SnapshotPipeline pipeline =
          new SnapshotPipeline("a1", local, uploader, reports, Runnable::run, Runnable::run);
      pipeline.view(running(1, 2).toBuilder().setSettledCheckpoint(0).build());
      pipeline.view(running(1, 2));
      long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (acks.size() < 2 && System.nanoTime() - until < 0) {
        Thread.onSpinWait();
      }
      assertEquals(Set.of(1L, 2L), acks.keySet());
      assertEquals(Set.of(id(1), id(2)), reports.resumed(), "each once");
      assertEquals(uploaded, acks.get(2L).getHandle(), "it was uploaded, and is not again");
      SnapshotHandle now = acks.get(1L).getHandle();
      assertTrue(
          now.getInline().size() > 0 || store.exists(JobPaths.root(JOB) + "/" + now.getSegment()),
          "its bytes are in the store: " + now);
    }
  }

  @Test
  void whatAnEarlierAttemptTookIsNotUploaded() throws Exception {
    try (BlobStore store =
            BlobStores.open(Files.createDirectories(root.resolve("store")).toUri(), Map.of());
        SegmentUploader uploader = new SegmentUploader(store, UploadSettings.ofBytesPerSecond(0))) {
      uploader.start();
      LocalSnapshots before = LocalSnapshots.open(root.resolve("snapshots"));
      snapshot(before, 1);
      before.record(id(1));
      LocalSnapshots local = LocalSnapshots.open(root.resolve("snapshots"));
      Acks reports = new Acks(ConcurrentHashMap.newKeySet());
      SnapshotPipeline pipeline =
          new SnapshotPipeline("a1", local, uploader, reports, Runnable::run, Runnable::run);
      pipeline.view(running(1).toBuilder().setAttempt(2).build());
      assertEquals(Set.of(), reports.resumed());
      assertEquals(List.of(), local.ofJob(JOB), "nobody can restore it");
    }
  }

  private TaskSnapshot snapshot(LocalSnapshots local, long checkpoint) throws Exception {
    try (StateResources resources = StateResources.ofDefaultSizes();
        KeyedStateStore state =
            KeyedStateStore.open(
                root.resolve("state-" + checkpoint), StateSettings.of(resources, 1, 0, 1))) {
      return new TaskSnapshot(
          checkpoint, state.snapshotLocal(local.newDirectory(id(checkpoint))), 0, 0, 0);
    }
  }

  private static SnapshotId id(long checkpoint) {
    return new SnapshotId(JOB, 1, checkpoint, 0);
  }

  private static JobView running(long... checkpoints) {
    List<RunningCheckpoint> running = new ArrayList<>();
    for (long checkpoint : checkpoints) {
      running.add(
          RunningCheckpoint.newBuilder().setCheckpointId(checkpoint).setAcksWanted(true).build());
    }
    return JobView.newBuilder().setJobId(JOB).setAttempt(1).addAllRunning(running).build();
  }

  /** Hears of acks; no decline may come. */
  private record Acks(Set<Long> acked, Map<Long, CheckpointComplete> acks, Set<SnapshotId> resumed)
      implements SnapshotReports {
    Acks(Set<Long> acked) {
      this(acked, new ConcurrentHashMap<>(), ConcurrentHashMap.newKeySet());
    }

    @Override
    public void resumed(SnapshotId id) {
      assertTrue(resumed.add(id), id + " is resumed twice");
    }

    @Override
    public void local(SnapshotId id) {}

    @Override
    public void uploaded(SnapshotId id, long bytes, Duration took) {}

    @Override
    public void complete(CheckpointComplete ack) {
      acked.add(ack.getCheckpointId());
      acks.put(ack.getCheckpointId(), ack);
    }

    @Override
    public void declined(SnapshotId id, String reason) {
      throw new AssertionError(id + " declined: " + reason);
    }
  }
}
