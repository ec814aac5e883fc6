package io.cairn.chaos.hdfs;

import io.cairn.coordinator.checkpoint.AbortCause;
import io.cairn.coordinator.checkpoint.AbortReason;
import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.Attempt;
import io.cairn.coordinator.checkpoint.Batch;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.CheckpointPolicy;
import io.cairn.coordinator.checkpoint.CheckpointStatus;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.Edge;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.Incarnation;
import io.cairn.coordinator.checkpoint.JobGraph;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.JobSpec;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.MetadataStamp;
import io.cairn.coordinator.checkpoint.OperatorKind;
import io.cairn.coordinator.checkpoint.OperatorNode;
import io.cairn.coordinator.checkpoint.Outcome;
import io.cairn.coordinator.checkpoint.Partitioning;
import io.cairn.coordinator.checkpoint.Placement;
import io.cairn.coordinator.checkpoint.SegmentPath;
import io.cairn.coordinator.checkpoint.SnapshotHandle;
import io.cairn.coordinator.checkpoint.SnapshotStats;
import io.cairn.coordinator.checkpoint.StateMachine;
import io.cairn.coordinator.checkpoint.Step;
import io.cairn.coordinator.checkpoint.TaskPhase;
import io.cairn.coordinator.replication.AppliedListener;
import io.cairn.coordinator.replication.Leadership;
import io.cairn.coordinator.replication.LeadershipListener;
import io.cairn.coordinator.replication.ReplicatedState;
import io.cairn.coordinator.replication.Term;
import io.cairn.storage.snapshot.StoredSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** One job of two tasks in the shipped state machine, with this process as its only log. */
final class LoggedJob implements ReplicatedState {
  static final JobId JOB = new JobId(1);
  static final String ROOT = "jobs/1";
  static final int TASKS = 2;
  private static final long TIMEOUT_MILLIS = 60_000;

  private volatile ClusterState state = ClusterState.empty();

  LoggedJob() {
    AgentId agent = new AgentId("a1");
    apply(new Event.Bootstrap("cluster-1"));
    apply(new Event.RegisterAgent(agent, "nonce", "localhost", 1000, TASKS, 0));
    apply(new Event.SubmitJob("r1", spec()));
    Incarnation incarnation = state.agents().values().iterator().next().incarnation();
    Placement place = new Placement(agent, incarnation);
    apply(new Event.StartAttempt(JOB, Attempt.NONE, CheckpointId.NONE, List.of(place, place)));
    for (int task = 0; task < TASKS; task++) {
      apply(
          new Event.TaskStatusUpdate(
              JOB, job().attemptNumber(), task, TaskPhase.RUNNING, CheckpointId.NONE, ""));
    }
  }

  private static JobSpec spec() {
    return new JobSpec(
        "job",
        new JobGraph(
            List.of(
                new OperatorNode("in", OperatorKind.SOURCE, 1),
                new OperatorNode("out", OperatorKind.SINK, 1)),
            List.of(new Edge("in", "out", Partitioning.HASH)),
            128),
        "0".repeat(64),
        "io.cairn.test.Job",
        new TreeMap<>(),
        new CheckpointPolicy(1_000, TIMEOUT_MILLIS, 0, 1, 3, 1_000));
  }

  JobState job() {
    return state.job(JOB);
  }

  long attempt() {
    return job().attemptNumber().value();
  }

  /** Requests a checkpoint. */
  CheckpointId request() {
    accepted(new Event.CheckpointRequest(JOB, CheckpointKind.PERIODIC, ""));
    return job().counters().lastCheckpoint();
  }

  void acknowledge(CheckpointId id, int task, StoredSnapshot stored) {
    accepted(
        new Event.CheckpointComplete(
            JOB, job().attemptNumber(), task, id, handle(stored), SnapshotStats.NONE));
  }

  void complete(CheckpointId id, MetadataStamp stamp) {
    accepted(new Event.MetadataDurable(JOB, id, stamp.length(), stamp.crc32c()));
  }

  /** Its time is up: by then it lacks acks, or its metadata. */
  void abort(CheckpointId id, String detail) {
    state = StateMachine.apply(state, new Batch(TIMEOUT_MILLIS, 0, List.of())).next();
    boolean committing = job().checkpoint(id).status() == CheckpointStatus.COMMITTING;
    AbortReason reason = committing ? AbortReason.METADATA_FAILED : AbortReason.TIMEOUT;
    accepted(new Event.AbortCheckpoint(JOB, id, reason, detail, AbortCause.NO_TASK));
  }

  void deleted(List<SegmentPath> segments, List<CheckpointId> checkpoints) {
    accepted(new Event.FilesDeleted(JOB, segments, checkpoints));
  }

  private void accepted(Event event) {
    Outcome outcome = apply(event);
    if (!(outcome instanceof Outcome.Accepted)) {
      throw new AssertionError(event + ": " + outcome);
    }
  }

  private Outcome apply(Event event) {
    Step step = StateMachine.apply(state, new Batch(0, 0, List.of(event)));
    state = step.next();
    return step.outcomes().get(0);
  }

  private static SnapshotHandle handle(StoredSnapshot stored) {
    return new SnapshotHandle(
        Optional.of(new SegmentPath(stored.segment())),
        stored.indexOffset(),
        stored.indexLength(),
        stored.indexCrc32c(),
        stored.segments().stream().map(SegmentPath::new).toList(),
        stored.stateBytes(),
        io.cairn.coordinator.checkpoint.Bytes.EMPTY);
  }

  @Override
  public ClusterState state() {
    return state;
  }

  @Override
  public long appliedIndex() {
    return 1;
  }

  @Override
  public Leadership leadership() {
    return new Leadership(Optional.of(new Term(1)), Optional.of("c1"), 1);
  }

  @Override
  public CompletableFuture<List<Outcome>> propose(Term term, List<Event> events) {
    return CompletableFuture.failedFuture(new UnsupportedOperationException("not proposed to"));
  }

  @Override
  public CompletableFuture<ClusterState> readLinearizable() {
    return CompletableFuture.completedFuture(state);
  }

  @Override
  public boolean transferLeadership() {
    return false;
  }

  @Override
  public void subscribe(AppliedListener listener) {}

  @Override
  public void subscribe(LeadershipListener listener) {}

  @Override
  public void close() {}
}
