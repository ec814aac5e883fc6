package io.cairn.simulation;

import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.CheckpointStatus;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.ForeignCheckpoint;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.RestoreOrigin;

/** What docs/state-machines.md says of savepoints, counted and checked, event by event. */
final class SavepointMoves {
  private final World world;
  private Event event;
  private ClusterState after;

  SavepointMoves(World world) {
    this.world = world;
  }

  /** This is applied, and this came of it. */
  void next(Event applied, ClusterState state) {
    event = applied;
    after = state;
  }

  /** Ids of a job's checkpoints are above this one. */
  static CheckpointId idsBegin(JobState job) {
    RestoreOrigin origin = job.savepoints().origin();
    ForeignCheckpoint foreign = job.savepoints().foreign();
    return origin != null
        ? origin.savepoint()
        : foreign != null ? foreign.checkpoint() : CheckpointId.NONE;
  }

  void submitted(JobState job) {
    RestoreOrigin origin = job.savepoints().origin();
    if (job.savepoints().foreign() != null) {
      world.count("job begun from another cluster");
      Foreign.checkFloors(job);
    } else if (origin != null) {
      JobState source = after.job(origin.job());
      CheckpointState cut = source.checkpoint(origin.savepoint());
      Violation.unless(
          cut.status() == CheckpointStatus.COMPLETED, "%s begins from %s", job.id(), cut.status());
      boolean taken = cut.kind() == CheckpointKind.SAVEPOINT && !source.status().isEnded();
      Violation.unless(
          origin.leavesTransactions() == taken,
          "%s leaves transactions: %s",
          job.id(),
          origin.leavesTransactions());
      world.count("job begun from a " + cut.kind() + (taken ? " of a live job" : ""));
    }
  }

  /** A checkpoint has gone on. */
  void moved(JobState job, CheckpointState now) {
    if (now.status() == CheckpointStatus.SUBSUMED) {
      after.jobs().values().forEach(other -> mustNotBegin(other, job, now));
    }
    if (!now.kind().isSavepoint()) {
      return;
    }
    world.count("savepoint " + now.kind() + " " + now.status());
    Violation.unless(
        now.base().isNone() && now.segments().size() == 0, "savepoint %s is not alone", now.id());
    if (now.status() == CheckpointStatus.SUBSUMED) {
      Violation.unless(
          event instanceof Event.SavepointDeleted, "savepoint %s is lost by %s", now.id(), event);
    }
  }

  /** Until a job has a checkpoint of its own, it needs the savepoint it was submitted from. */
  private static void mustNotBegin(JobState other, JobState job, CheckpointState deleted) {
    RestoreOrigin origin = other.savepoints().origin();
    Violation.unless(
        origin == null
            || !origin.job().equals(job.id())
            || !origin.savepoint().equals(deleted.id())
            || other.status().isEnded()
            || !other.newestCompleted().isNone(),
        "checkpoint %s is given up, and %s restores from it",
        deleted.id(),
        other.id());
  }
}
