package io.cairn.coordinator.leader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.coordinator.checkpoint.AbortCause;
import io.cairn.coordinator.checkpoint.AbortReason;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.CheckpointStatus;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.SegmentPath;
import io.cairn.coordinator.codec.MetadataCodec;
import io.cairn.coordinator.leader.OrphanPlan.Why;
import io.cairn.coordinator.replication.InMemoryReplicatedState;
import io.cairn.storage.blob.BlobOutput;
import io.cairn.storage.blob.InMemoryBlobStore;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class OrphanSweepTest {
  private static final String JOB = "jobs/" + Scenario.JOB.value();

  private final InMemoryBlobStore store = new InMemoryBlobStore();
  private final Scenario s = Scenario.running();

  @Test
  void aDeadUploadOfADecidedCheckpointIsAnOrphanAndALiveSegmentIsNot() throws IOException {
    completed(1);
    writeSegments(1);
    write(segment("1-1-a9-late"));
    OrphanPlan plan = plan();
    assertEquals(List.of(segment("1-1-a9-late")), paths(plan));
    assertEquals(Why.DEAD_UPLOAD, plan.delete().get(0).why());
    assertEquals(10, plan.bytes());
    assertEquals(List.of(), plan.keep());
    assertEquals(40, plan.space().get(0).liveBytes());
    assertEquals(400, plan.space().get(0).stateBytes());
    assertEquals(0.1, plan.space().get(0).amplification());
  }

  @Test
  void nothingOfARunningCheckpointIsAnOrphan() throws IOException {
    s.request(CheckpointKind.PERIODIC);
    write(segment("1-1-a0-on-its-way"));
    write(JOB + "/checkpoints/1/_metadata.pending");
    assertEquals(List.of(), paths(plan()));
    abort(1);
    assertEquals(List.of(segment("1-1-a0-on-its-way")), paths(plan()));
  }

  @Test
  void metadataOfADiscardedCheckpointIsAnOrphanAndOfARetainedOneIsNot() throws IOException {
    completed(1);
    s.request(CheckpointKind.PERIODIC);
    abort(2);
    write(JOB + "/checkpoints/1/_metadata.pending");
    write(JOB + "/checkpoints/2/_metadata.pending");
    assertEquals(List.of(), paths(plan()), "the reconciler deletes what is ABORTED");
    s.apply(new Event.FilesDeleted(Scenario.JOB, List.of(), List.of(new CheckpointId(2))));
    assertEquals(CheckpointStatus.DISCARDED, status(2));
    OrphanPlan plan = plan();
    assertEquals(List.of(JOB + "/checkpoints/2"), paths(plan));
    assertEquals(Why.DEAD_METADATA, plan.delete().get(0).why());
  }

  @Test
  void whatTheLogCannotKnowIsLeftForAPerson() throws IOException {
    completed(1);
    write(segment("7-1-a0-from-the-future"));
    write(JOB + "/segments/notes.txt");
    write(JOB + "/checkpoints/7/_metadata");
    write("jobs/99/segments/1-1-a0-x.seg");
    OrphanPlan plan = plan();
    assertEquals(List.of(), paths(plan));
    assertEquals(4, plan.keep().size(), plan.keep().toString());
  }

  @Test
  void somethingUnreadableThatCouldReferToASegmentProtectsIt() throws IOException {
    completed(1);
    write(segment("1-1-a9-late"));
    write(JOB + "/savepoints/mine/_metadata");
    OrphanPlan plan = plan();
    assertEquals(List.of(), paths(plan));
    assertTrue(plan.keep().get(0).reason().contains("savepoints/mine/_metadata"));
  }

  @Test
  void aSegmentThatSomeMetadataNamesIsKept() throws IOException {
    completed(1);
    writeSegments(1);
    byte[] metadata =
        MetadataCodec.encode(
            s.state.clusterId(),
            s.job(),
            Objects.requireNonNull(s.job().checkpoint(new CheckpointId(1))));
    write(JOB + "/savepoints/mine/_metadata", metadata);
    // As if the log had lost it: the same files, seen by a job that aborted checkpoint 1.
    Scenario other = Scenario.running();
    other.request(CheckpointKind.PERIODIC);
    abort(other, 1);
    OrphanPlan plan = OrphanPlanner.plan(StoreListing.read(store), other.state);
    assertEquals(List.of(), paths(plan));
    assertEquals(4, plan.keep().size());
    store.delete(JOB + "/savepoints/mine/_metadata");
    assertEquals(4, OrphanPlanner.plan(StoreListing.read(store), other.state).delete().size());
  }

  @Test
  void aRunDeletesThePlanAndNothingElse() throws Exception {
    InMemoryReplicatedState replica = new InMemoryReplicatedState();
    replica.applyAsOther(List.of(new Event.Bootstrap("cluster-1")));
    replica.applyAsOther(
        List.of(new Event.SubmitJob("r1", Scenario.spec(Scenario.policy(1000, 60_000)))));
    replica.takeLeadership();
    write(segment("1-1-a0-unknown"));
    try (OrphanSweep sweep = new OrphanSweep(replica, store)) {
      assertEquals(List.of(), sweep.plan().get(20, TimeUnit.SECONDS).delete());
      var swept = sweep.run().get(20, TimeUnit.SECONDS);
      assertEquals(0, swept.deleted().size());
      assertEquals(1, swept.kept().size());
      assertTrue(store.exists(segment("1-1-a0-unknown")));
    }
  }

  @Test
  void aForeignRootIsNeverDeletedFrom() throws Exception {
    completed(1);
    write(segment("1-1-a9-late"));
    write(BlobOwnership.PATH, "another".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    try (OrphanSweep sweep = new OrphanSweep(new FixedState(s.state), store)) {
      ExecutionException e =
          assertThrows(ExecutionException.class, () -> sweep.run().get(20, TimeUnit.SECONDS));
      assertInstanceOf(ForeignStoreException.class, e.getCause());
      assertTrue(store.exists(segment("1-1-a9-late")));
    }
  }

  @Test
  void afterARunThePlanIsEmpty() throws Exception {
    completed(1);
    writeSegments(1);
    write(segment("1-1-a9-late"));
    try (OrphanSweep sweep = new OrphanSweep(new FixedState(s.state), store)) {
      assertEquals(1, sweep.run().get(20, TimeUnit.SECONDS).deleted().size());
      assertFalse(store.exists(segment("1-1-a9-late")));
      assertEquals(List.of(), sweep.plan().get(20, TimeUnit.SECONDS).delete());
      assertEquals(4, store.list(JOB + "/segments").size());
    }
  }

  private OrphanPlan plan() throws IOException {
    return OrphanPlanner.plan(StoreListing.read(store), s.state);
  }

  private static List<String> paths(OrphanPlan plan) {
    return plan.delete().stream().map(OrphanPlan.Orphan::path).toList();
  }

  private CheckpointStatus status(long checkpoint) {
    return Objects.requireNonNull(s.job().checkpoint(new CheckpointId(checkpoint))).status();
  }

  private void completed(long checkpoint) {
    s.request(CheckpointKind.PERIODIC);
    s.ack(checkpoint, 0, 1, 2, 3);
    s.complete(checkpoint);
  }

  private void abort(long checkpoint) {
    abort(s, checkpoint);
  }

  private static void abort(Scenario scenario, long checkpoint) {
    scenario.elapse(60_000);
    scenario.apply(
        new Event.AbortCheckpoint(
            Scenario.JOB,
            new CheckpointId(checkpoint),
            AbortReason.TIMEOUT,
            "",
            AbortCause.NO_TASK));
  }

  private static String segment(String name) {
    return JOB + "/segments/" + name + ".seg";
  }

  /** The segments that the acks of a checkpoint name. */
  private void writeSegments(long checkpoint) throws IOException {
    var all = Objects.requireNonNull(s.job().checkpoint(new CheckpointId(checkpoint))).segments();
    for (SegmentPath path : new TreeSet<>(all.all())) {
      write(StorePaths.segment(Scenario.JOB, path));
    }
  }

  private void write(String path) throws IOException {
    write(path, new byte[10]);
  }

  private void write(String path, byte[] bytes) throws IOException {
    try (BlobOutput out = store.create(path)) {
      out.write(bytes);
    }
  }
}
