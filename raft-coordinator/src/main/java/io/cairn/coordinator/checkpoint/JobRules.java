package io.cairn.coordinator.checkpoint;

/** A job's attempt fails, the job gives up, or a person stops it. */
final class JobRules {
  private JobRules() {}

  /** The live attempt is over; checkpoints that still want acks cannot complete: TASK_LOST. */
  static ClusterState failAttempt(ClusterState state, JobState job, AbortCause cause) {
    ClusterState next = state;
    for (CheckpointState open : job.unfinished()) {
      if (open.status().wantsAcks()) {
        next = Ending.abort(next, job.id(), open.id(), cause);
      }
    }
    ClusterState failed =
        failed(next, job.id(), cause, JobStatus.RESTARTING, job.policy().restartDelayMillis());
    return giveUpIfExhausted(RescaleRules.attemptFailed(failed, job.id()), job.id());
  }

  /** The attempt counts as failed, and what is next is due after so long. */
  static ClusterState failed(
      ClusterState state, JobId id, AbortCause cause, JobStatus to, long waitMillis) {
    JobState now = Ending.job(state, id);
    AttemptState attempt = now.attempt();
    if (attempt == null) {
      return state;
    }
    long due = state.elapsedMillis() + waitMillis;
    JobState failed =
        now.withStatus(to)
            .withReason(cause.detail())
            .withAttempt(attempt.withStatus(AttemptStatus.FAILED))
            .withCounters(now.counters().plusRestart())
            .withBudget(
                new RestartBudget(
                    now.budget().failuresInRow() + 1, due < 0 ? Long.MAX_VALUE : due));
    return state.with(failed);
  }

  /**
   * FAILED when too many attempts failed in a row, unless a COMMITTING checkpoint may still count.
   */
  static ClusterState giveUpIfExhausted(ClusterState state, JobId id) {
    JobState job = Ending.job(state, id);
    boolean exhausted = job.budget().failuresInRow() > job.policy().maxRestarts();
    if (job.status() != JobStatus.RESTARTING || !exhausted || !job.unfinished().isEmpty()) {
      return state;
    }
    return end(state, job, JobStatus.FAILED, job.reason());
  }

  /** The job ends for good; whatever is undecided is aborted. */
  static ClusterState end(ClusterState state, JobState job, JobStatus how, String reason) {
    ClusterState next = state;
    AbortCause cause = AbortCause.of(AbortReason.JOB_ENDED, reason);
    for (CheckpointState open : job.unfinished()) {
      next = Ending.abort(next, job.id(), open.id(), cause);
    }
    JobState now = Ending.job(next, job.id());
    AttemptState attempt = now.attempt();
    JobState ended =
        now.withStatus(how).withReason(Text.reason(reason)).withScale(now.scale().withWish(null));
    return next.with(
        attempt == null ? ended : ended.withAttempt(attempt.withStatus(AttemptStatus.ENDED)));
  }

  static Verdict stop(ClusterState state, Event.StopJob event) {
    JobState job = state.job(event.job());
    if (job == null) {
      return Verdict.rejected(state, Outcome.Code.NOT_FOUND, "no " + event.job());
    }
    if (job.status().isEnded()) {
      return Verdict.rejected(
          state, Outcome.Code.CONFLICT, job.id() + " has ended: " + job.status());
    }
    if (event.mode() == StopMode.CANCEL) {
      return Verdict.accepted(end(state, job, JobStatus.CANCELLED, "cancelled by a person"));
    }
    if (event.mode() == StopMode.SAVEPOINT) {
      return SavepointRules.stop(state, job, event);
    }
    if (job.savepoints().stop() != null) {
      return Verdict.rejected(
          state,
          Outcome.Code.CONFLICT,
          job.id() + " is stopping with a savepoint; wait for it, or cancel the job");
    }
    return Verdict.accepted(job.draining() ? state : state.with(job.withDraining(true)));
  }
}
