package io.cairn.simulation;

import io.cairn.coordinator.checkpoint.Batch;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.CheckpointStatus;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.JobStatus;
import io.cairn.coordinator.checkpoint.StateMachine;
import io.cairn.coordinator.replication.AppliedListener;
import io.cairn.protocol.v1.CheckpointComplete;
import io.cairn.storage.blob.InMemoryBlobStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What really happened, seen from outside: the one log, and every effect on the world. Checks the
 * invariants of docs/architecture.md at each of them.
 */
@SuppressWarnings("ReferenceEquality") // values never change: the same one is an equal one
final class Ledger {
  private static final int FULL_EVERY = 64;

  private final World world;
  private final Faults faults;
  private final StoredFiles stored;
  private final Transitions transitions;
  private final List<ClusterState> states = new ArrayList<>();
  private final Outputs outputs;
  private final Set<String> snapshots = new HashSet<>();
  private final Set<String> started = new HashSet<>();
  private final Cuts cuts = new Cuts();
  private ClusterState state = ClusterState.empty();
  private long newestData;

  Ledger(World world, InMemoryBlobStore files, Faults faults) {
    this.world = world;
    this.faults = faults;
    this.stored = new StoredFiles(files);
    this.transitions = new Transitions(world, faults, stored);
    this.outputs = new Outputs(world);
    states.add(state);
  }

  /** The newest index of an entry with data that any replica has applied. */
  long index() {
    return newestData;
  }

  /** A replica comes by an entry that says who votes. */
  void passed(long index) {
    if (index == states.size()) {
      states.add(state);
    }
  }

  /** The state's hash there. */
  long hashAt(long index) {
    return states.get((int) index).stateHash();
  }

  /** The state at the newest index that any replica has applied. */
  ClusterState state() {
    return state;
  }

  Transitions transitions() {
    return transitions;
  }

  StoredFiles stored() {
    return stored;
  }

  /** Listens to a replica. */
  AppliedListener of(String id) {
    return new AppliedListener() {
      @Override
      public void onApplied(Applied applied) {
        applied(id, applied);
      }

      @Override
      public void onReplaced(long index, ClusterState replaced) {
        same(id, index, replaced);
        sameInFull(id, index, replaced);
      }
    };
  }

  private void applied(String id, AppliedListener.Applied applied) {
    if (applied.index() < states.size()) {
      same(id, applied.index(), applied.after());
      if (applied.index() % FULL_EVERY == 0) {
        sameInFull(id, applied.index(), applied.after());
      } else if (applied.before().history() != applied.after().history()) {
        sameHistory(id, applied.index(), applied.after());
      }
      return;
    }
    Violation.unless(
        applied.index() == states.size(), "%s skipped to entry %d", id, applied.index());
    Batch batch = applied.batch();
    ClusterState current = applied.before();
    long elapsed = batch.elapsedMillis();
    for (Event event : batch.events()) {
      ClusterState next =
          StateMachine.apply(current, new Batch(elapsed, batch.wallMillis(), List.of(event)))
              .next();
      elapsed = 0;
      transitions.observe(event, current, next);
      finished(current, next);
      current = next;
    }
    states.add(applied.after());
    newestData = applied.index();
    state = applied.after();
  }

  private void same(String id, long index, ClusterState replica) {
    Violation.unless(
        hashAt(index) == replica.stateHash(),
        "%s has another state at index %d than the first replica to get there",
        id,
        index);
  }

  /** Also what the hash leaves out because it is derived: history, statistics, holders. */
  private void sameInFull(String id, long index, ClusterState replica) {
    world.count("states compared in full");
    sameHistory(id, index, replica);
    Violation.unless(
        states.get((int) index).equals(replica),
        "%s differs at index %d in what is derived",
        id,
        index);
  }

  private void sameHistory(String id, long index, ClusterState replica) {
    Violation.unless(
        states.get((int) index).history().equals(replica.history()),
        "%s has another history at index %d than the first replica to get there",
        id,
        index);
  }

  /** A coordinator told an agent that its ack is confirmed. */
  void confirmed(CheckpointComplete ack) {
    JobState job = state.job(new JobId(ack.getJobId()));
    CheckpointState checkpoint =
        job == null ? null : job.checkpoint(new CheckpointId(ack.getCheckpointId()));
    boolean counts =
        checkpoint != null
            && checkpoint.attempt().value() == ack.getAttempt()
            && checkpoint.status().wantsAcks();
    Violation.unless(
        !counts || checkpoint.isAcked(ack.getTask()),
        "the ack of task %d for checkpoint %d is confirmed and not in the log",
        ack.getTask(),
        ack.getCheckpointId());
  }

  /** A file of the store becomes another one, for good. */
  void published(String path) {
    if (path.endsWith("/_metadata")) {
      CheckpointState checkpoint = checkpointOf(path);
      world.count("metadata published");
      Violation.unless(
          checkpoint == null || checkpoint.wasCompleted(),
          "%s is published, and the checkpoint is %s",
          path,
          checkpoint == null ? "" : checkpoint.status());
    }
  }

  /** A file or directory is about to be deleted. */
  void deleting(String path) {
    String[] parts = path.split("/", 5);
    Violation.unless(
        !parts[0].equals(Foreign.DIRECTORY), "%s is deleted, and is another cluster's", path);
    if (parts.length < 4 || !parts[0].equals("jobs")) {
      return;
    }
    if (parts[2].equals("segments")) {
      JobState job = state.job(new JobId(Long.parseLong(parts[1])));
      world.count("segment deleted");
      stored.mayDelete(job, parts[2] + "/" + parts[3]);
      return;
    }
    CheckpointState checkpoint = checkpointOf(path);
    if (checkpoint != null && !path.endsWith(".pending")) {
      if (parts[2].equals("savepoints")) {
        world.count("savepoint's files deleted");
      }
      Violation.unless(
          checkpoint.status() != CheckpointStatus.COMPLETED && !checkpoint.status().isUnfinished(),
          "%s is deleted, and the checkpoint is %s",
          path,
          checkpoint.status());
    }
  }

  private CheckpointState checkpointOf(String path) {
    String[] parts = path.split("/", 5);
    JobState job = state.job(new JobId(Long.parseLong(parts[1])));
    return job == null ? null : job.checkpoint(StoredFiles.checkpointIn(path));
  }

  /** A task of an attempt cannot find a file that its handle names. */
  void missing(long jobId, long attempt, String path) {
    JobState job = state.job(new JobId(jobId));
    boolean matters =
        job != null && job.attemptNumber().value() == attempt && job.status().hasLiveAttempt();
    Violation.unless(!matters, "%s is missing at the restore of attempt %d", path, attempt);
  }

  /** Tasks of an attempt start on an agent. */
  void tasksStart(long job, long attempt, String agent) {
    world.count("tasks start");
    Violation.unless(
        attempt <= state.job(new JobId(job)).attemptNumber().value(),
        "tasks of attempt %d of job %d start, which is not in the log",
        attempt,
        job);
    boolean first = started.add(job + "/" + attempt + "/" + agent);
    Violation.unless(
        first || !faults.coordinatorsOnly, "tasks of attempt %d start twice on %s", attempt, agent);
  }

  /** A task snapshots for a checkpoint. */
  void snapshotTaken(long job, long attempt, long checkpoint, int task) {
    Violation.unless(
        snapshots.add(job + "/" + attempt + "/" + checkpoint + "/" + task),
        "task %d snapshots for checkpoint %d a second time",
        task,
        checkpoint);
  }

  /** The cut, of another job, from which the job was submitted, or 0. */
  private long begun(long job) {
    return SavepointMoves.idsBegin(state.job(new JobId(job))).value();
  }

  /** A job that has ended its input has made all of its output visible. */
  private void finished(ClusterState before, ClusterState after) {
    if (before.jobs() == after.jobs()) {
      return;
    }
    for (JobState job : after.jobs().values()) {
      JobState old = before.job(job.id());
      if (job.status() == JobStatus.FINISHED && old.status() != JobStatus.FINISHED) {
        long id = job.id().value();
        long cut = transitions.newestCompleted(id);
        List<Position> ends = new ArrayList<>();
        int lanes = job.spec().graph().operators().get(2).parallelism();
        for (int lane = 0; lane < lanes; lane++) {
          ends.add(cuts.at(id, cut, "write", lane));
        }
        outputs.finished(id, lanes, ends);
      }
    }
  }

  /** A sink makes output visible. */
  void committed(long job, Position.Output output) {
    Violation.unless(
        output.checkpoint() <= Math.max(transitions.newestCompleted(job), begun(job)),
        "lane %d commits output of checkpoint %d, which is not completed",
        output.lane(),
        output.checkpoint());
    outputs.committed(job, output);
  }

  /** Where tasks stood. */
  Cuts cuts() {
    return cuts;
  }

  /** What sinks have made visible. */
  Outputs outputs() {
    return outputs;
  }
}
