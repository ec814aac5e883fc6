package io.cairn.coordinator.checkpoint;

import org.jspecify.annotations.Nullable;

/** The leader or a person gives a checkpoint up; budgets are checked by the cluster's time. */
final class AbortRules {
  private AbortRules() {}

  static Verdict abort(ClusterState state, Event.AbortCheckpoint event) {
    JobState job = state.job(event.job());
    if (job == null) {
      return Verdict.rejected(state, Outcome.Code.NOT_FOUND, "no " + event.job());
    }
    CheckpointState open = job.checkpoint(event.checkpoint());
    if (open == null || !open.status().isUnfinished()) {
      return tooLate(state, event, open);
    }
    Verdict refusal = refuse(state, job, open, event.reason());
    if (refusal != null) {
      return refusal;
    }
    AbortCause cause = cause(event, open);
    ClusterState aborted = Ending.abort(state, job.id(), open.id(), cause);
    ClusterState counted = FailureRules.count(aborted, job.id(), open, cause);
    ClusterState uncut = RescaleRules.uncut(counted, job.id(), open, cause);
    ClusterState settled = SalvageRules.settle(uncut, job.id());
    return Verdict.accepted(JobRules.giveUpIfExhausted(settled, job.id()));
  }

  /** A leader's late word is nothing to complain about; a person should know. */
  private static Verdict tooLate(
      ClusterState state, Event.AbortCheckpoint event, @Nullable CheckpointState ended) {
    if (event.requestId().isEmpty()) {
      return Verdict.ignored(state, "checkpoint " + event.checkpoint() + " is not in progress");
    }
    return ended == null
        ? Verdict.rejected(
            state,
            Outcome.Code.NOT_FOUND,
            event.job() + " has no checkpoint " + event.checkpoint() + " (any more)")
        : Verdict.rejected(
            state,
            Outcome.Code.CONFLICT,
            "checkpoint " + ended.id() + " is not in progress, it is " + ended.status());
  }

  /** A task is to blame for a timeout only if it lacks its ack; the proposer may be late. */
  private static AbortCause cause(Event.AbortCheckpoint event, CheckpointState open) {
    boolean blamed =
        event.reason() == AbortReason.TIMEOUT
            && event.task() >= 0
            && event.task() < open.taskCount()
            && !open.isAcked(event.task());
    return new AbortCause(
        event.reason(),
        event.detail(),
        blamed ? event.task() : AbortCause.NO_TASK,
        event.reason() == AbortReason.PERSON ? event.who() : "");
  }

  private static @Nullable Verdict refuse(
      ClusterState state, JobState job, CheckpointState open, AbortReason reason) {
    boolean due = state.elapsedMillis() >= open.deadlineElapsedMillis(job.policy());
    return switch (reason) {
      case PERSON -> null;
      case TIMEOUT -> due ? null : Verdict.ignored(state, "its budget is not used up");
      case METADATA_FAILED ->
          due && open.status() == CheckpointStatus.COMMITTING
              ? null
              : Verdict.ignored(state, "its metadata may still be written");
      case TASK_LOST ->
          SalvageRules.isOver(state, job, open) ? null : notForProposers(state, reason);
      case DECLINED, NEWER_ATTEMPT, NEWER_COMPLETION, JOB_ENDED -> notForProposers(state, reason);
    };
  }

  private static Verdict notForProposers(ClusterState state, AbortReason reason) {
    return Verdict.rejected(state, Outcome.Code.INVALID, reason + " is not for proposers to say");
  }
}
