package io.cairn.simulation;

import io.cairn.coordinator.checkpoint.AbortReason;
import io.cairn.coordinator.checkpoint.AttemptState;
import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.CheckpointStatus;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.RestartJob;
import io.cairn.coordinator.checkpoint.SnapshotPhase;
import io.cairn.coordinator.checkpoint.TaskPhase;
import io.cairn.coordinator.checkpoint.TaskProgress;

/**
 * Why attempts end and checkpoints are aborted. Where only coordinators fail, people may end the
 * one and the other, and nothing else does.
 */
final class Restarts {
  private static final String FAILURE = "failure";

  private Restarts() {}

  static void observe(World world, Faults faults, Event event, JobState old, JobState job) {
    AttemptState was = old == null ? null : old.attempt();
    if (was == null || !was.status().isLive() || job.isLiveAttempt(was.number())) {
      return;
    }
    String cause = cause(event, old, job);
    world.count("attempt ends: " + cause);
    Violation.unless(
        !faults.coordinatorsOnly || !cause.equals(FAILURE),
        "attempt %s of %s ends by %s though only coordinators failed",
        was.number(),
        job.id(),
        event);
  }

  private static String cause(Event event, JobState old, JobState job) {
    if (job.status().isEnded()) {
      return "with the job";
    }
    if (event instanceof RestartJob) {
      return "restarted by a person";
    }
    for (CheckpointState open : old.unfinished()) {
      CheckpointState now = job.checkpoint(open.id());
      if (isCut(now) && !now.status().isUnfinished()) {
        return now.kind() + " " + now.status();
      }
    }
    return FAILURE;
  }

  /** Whether an attempt ends with it. */
  private static boolean isCut(CheckpointState checkpoint) {
    return checkpoint.kind() == CheckpointKind.RESCALE
        || (checkpoint.kind() == CheckpointKind.RELOCATION
            && checkpoint.status() == CheckpointStatus.COMPLETED);
  }

  /** What ends an attempt takes no checkpoint with it whose snapshots are all on disks. */
  static void givenUp(Event event, CheckpointState was, CheckpointState now) {
    boolean ends =
        event instanceof Event.AgentLost
            || event instanceof Event.RegisterAgent
            || (event instanceof Event.TaskStatusUpdate said && said.phase() == TaskPhase.FAILED);
    if (!ends || !was.status().wantsAcks() || !was.kind().isProgress()) {
      return;
    }
    for (int task = 0; task < was.taskCount(); task++) {
      TaskProgress row = was.tasks().get(task);
      if (row == null || row.phase() == SnapshotPhase.STARTED) {
        return;
      }
    }
    throw new Violation(
        "checkpoint %s is given up (%s) with every snapshot on a disk, by %s"
            .formatted(now.id(), now.detail(), event));
  }

  static void aborted(Faults faults, Event event, JobState job, CheckpointState aborted) {
    CheckpointState newest = job.checkpoint(job.newestCompleted());
    boolean byPeople =
        switch (aborted.abort()) {
          case JOB_ENDED -> true;
          case PERSON -> event instanceof RestartJob;
          case NEWER_COMPLETION, NEWER_ATTEMPT ->
              newest != null && newest.kind() != CheckpointKind.PERIODIC;
          default -> false;
        };
    AbortReason reason = aborted.abort();
    Violation.unless(
        !faults.coordinatorsOnly || byPeople,
        "checkpoint %s is aborted (%s) though only coordinators failed",
        aborted.id(),
        reason);
  }
}
