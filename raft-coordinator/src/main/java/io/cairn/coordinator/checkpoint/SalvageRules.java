package io.cairn.coordinator.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * An agent is gone, or a task has failed, and with it the attempt; but a checkpoint outlives it
 * when each missing snapshot is on some agent's disk, as LOCAL in the log says. The job is
 * SALVAGING while its uploads are finished, by the agents that live and by the one that comes back;
 * it begins no new attempt meanwhile, and then restores this checkpoint rather than the one before.
 */
final class SalvageRules {
  private SalvageRules() {}

  /**
   * The live attempt is over. What cannot be salvaged is aborted, and says why.
   *
   * @param wait how long; none: nothing is salvaged, as in logs older than this rule
   */
  static ClusterState failAttempt(
      ClusterState state, JobState job, AbortCause cause, SalvageWait wait) {
    if (wait.isNone()) {
      return JobRules.failAttempt(state, job, cause);
    }
    boolean waits = false;
    ClusterState next = state;
    for (CheckpointState open : job.unfinished()) {
      if (!open.status().wantsAcks()) {
        continue;
      }
      String obstacle = obstacle(job, open);
      if (obstacle == null) {
        waits = true;
        JobState now = Ending.job(next, job.id());
        next = next.with(now.with(open.salvaged(cause.detail())));
      } else {
        String why = cause.detail() + "; it cannot be salvaged: " + obstacle;
        next = Ending.abort(next, job.id(), open.id(), cause.withDetail(why));
      }
    }
    if (!waits) {
      return JobRules.failAttempt(next, Ending.job(next, job.id()), cause);
    }
    long waitMillis = wait.millis(sinceCompleted(state, job));
    return JobRules.failed(next, job.id(), cause, JobStatus.SALVAGING, waitMillis);
  }

  /** What restoring the older checkpoint would cost. */
  private static long sinceCompleted(ClusterState state, JobState job) {
    CheckpointState newest = job.checkpoint(job.newestCompleted());
    return newest == null
        ? Long.MAX_VALUE
        : Math.max(0, state.elapsedMillis() - newest.endedElapsedMillis());
  }

  private static @Nullable String obstacle(JobState job, CheckpointState open) {
    if (!open.kind().isProgress()) {
      return "no attempt restores a " + open.kind();
    }
    int missing = 0;
    int first = AbortCause.NO_TASK;
    for (int task = open.taskCount() - 1; task >= 0; task--) {
      TaskProgress row = open.tasks().get(task);
      if (row == null || row.phase() == SnapshotPhase.STARTED) {
        missing++;
        first = task;
      }
    }
    if (missing == 0) {
      return null;
    }
    String others = missing == 1 ? "" : " and " + (missing - 1) + " more";
    return job.spec().graph().taskName(first) + others + " had no local snapshot yet";
  }

  /** Whether the wait for the uploads of this checkpoint is over. */
  static boolean isOver(ClusterState state, JobState job, CheckpointState open) {
    return job.status() == JobStatus.SALVAGING
        && open.status().wantsAcks()
        && state.elapsedMillis() >= job.budget().notBeforeElapsedMillis();
  }

  /** RESTARTING at once, when the last checkpoint that was waited for is decided. */
  static ClusterState settle(ClusterState state, JobId id) {
    JobState job = Ending.job(state, id);
    if (job.status() != JobStatus.SALVAGING || job.unfinishedProgress() > 0) {
      return state;
    }
    RestartBudget due = new RestartBudget(job.budget().failuresInRow(), state.elapsedMillis());
    JobState restarting = job.withStatus(JobStatus.RESTARTING).withBudget(due);
    return JobRules.giveUpIfExhausted(RescaleRules.attemptFailed(state.with(restarting), id), id);
  }
}
