package io.cairn.coordinator.checkpoint;

import static io.cairn.coordinator.checkpoint.Invariants.require;

import org.jspecify.annotations.Nullable;

/** What must hold of a job that waits for a checkpoint to be salvaged, knowing only states. */
final class SalvageInvariants {
  private SalvageInvariants() {}

  /** Whether this checkpoint may have acks though its attempt is over. */
  static boolean waits(JobState job, CheckpointState open) {
    return job.status() == JobStatus.SALVAGING
        && !open.salvage().isEmpty()
        && open.attempt().equals(job.attemptNumber());
  }

  static void check(@Nullable JobState old, JobState job) {
    if (job.status() == JobStatus.SALVAGING) {
      require(job.unfinishedProgress() > 0, "SALVAGING, and nothing is waited for");
      require(
          job.attempt() != null && !job.attempt().status().isLive(),
          "a new attempt while SALVAGING");
    }
    for (CheckpointState open : job.unfinished()) {
      CheckpointState was = old == null ? null : old.checkpoint(open.id());
      if (was != null && was.salvage().isEmpty() && !open.salvage().isEmpty()) {
        checkBegun(open);
      }
    }
    if (old != null
        && old.status() == JobStatus.SALVAGING
        && job.status() == JobStatus.RESTARTING
        && !job.newestCompleted().equals(old.newestCompleted())) {
      CheckpointState restored = job.checkpoint(job.newestCompleted());
      require(
          restored != null && restored.attempt().equals(job.attemptNumber()),
          "salvaged one of another attempt");
    }
  }

  /** A cut with a hole would never complete; one that misses a task's snapshot must not begin. */
  private static void checkBegun(CheckpointState open) {
    for (int task = 0; task < open.taskCount(); task++) {
      TaskProgress row = open.tasks().get(task);
      require(
          row != null && row.phase() != SnapshotPhase.STARTED,
          "salvage of a checkpoint without a snapshot of task " + task);
    }
  }
}
