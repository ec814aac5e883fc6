package io.cairn.coordinator.checkpoint;

/**
 * A job whose checkpoints fail again and again makes no durable progress: beyond the number in a
 * row that its policy tolerates, its attempt fails. Counted per attempt, and only while there is a
 * limit; a COMPLETED checkpoint sets the count to 0. A SAVEPOINT does neither.
 */
final class FailureRules {
  private FailureRules() {}

  /** A checkpoint of this attempt was aborted for this cause. */
  static ClusterState count(ClusterState state, JobId id, CheckpointState ended, AbortCause cause) {
    JobState job = Ending.job(state, id);
    AttemptState attempt = job.attempt();
    int tolerable = job.policy().tolerableFailures();
    if (!ended.kind().isProgress()
        || !cause.reason().isFailure()
        || tolerable == CheckpointPolicy.UNLIMITED
        || attempt == null
        || !job.isLiveAttempt(ended.attempt())) {
      return state;
    }
    int failures = attempt.checkpointFailures() + 1;
    JobState counted = job.withAttempt(attempt.withCheckpointFailures(failures));
    ClusterState next = state.with(counted);
    if (failures <= tolerable) {
      return next;
    }
    String reason =
        failures
            + " checkpoints failed in a row, "
            + tolerable
            + " are tolerated; the last was "
            + ended.id()
            + ", "
            + cause.reason()
            + ": "
            + cause.detail();
    return JobRules.failAttempt(next, counted, AbortCause.of(AbortReason.TASK_LOST, reason));
  }

  /** A checkpoint of the job is COMPLETED. */
  static JobState forget(JobState job) {
    AttemptState attempt = job.attempt();
    return attempt == null || attempt.checkpointFailures() == 0
        ? job
        : job.withAttempt(attempt.withCheckpointFailures(0));
  }
}
