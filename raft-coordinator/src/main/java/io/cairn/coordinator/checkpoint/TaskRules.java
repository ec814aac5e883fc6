package io.cairn.coordinator.checkpoint;

/** Tasks report about their attempt. */
final class TaskRules {
  private TaskRules() {}

  static Verdict report(ClusterState state, Event.TaskStatusUpdate event) {
    JobState job = state.job(event.job());
    if (job == null) {
      return Verdict.ignored(state, "no " + event.job());
    }
    AttemptState attempt = job.attempt();
    if (attempt == null || !job.isLiveAttempt(event.attempt())) {
      return Verdict.ignored(state, "attempt " + event.attempt() + " is not live");
    }
    JobGraph graph = job.spec().graph();
    if (!graph.hasTask(event.task())) {
      return Verdict.ignored(state, "no task " + event.task());
    }
    TaskState known = attempt.tasks().get(event.task());
    if (event.phase() == TaskPhase.FAILED) {
      JobState kept = RescaleRules.takenBack(job);
      boolean back = job.scale().unproven();
      String why = back ? "not rescaled, for with the new parallelism " : "";
      String reason = why + graph.taskName(event.task()) + " failed: " + event.reason();
      AbortCause cause = AbortCause.of(AbortReason.TASK_LOST, reason, event.task());
      ClusterState next = state.with(kept);
      return Verdict.accepted(SalvageRules.failAttempt(next, kept, cause, event.salvage()));
    }
    boolean atEnd = event.phase() == TaskPhase.END_OF_INPUT;
    if (atEnd && !graph.isSource(event.task())) {
      return Verdict.ignored(state, "only a source has an end of input");
    }
    if (known != null && (!atEnd || known.phase() == TaskPhase.END_OF_INPUT)) {
      return Verdict.ignored(state, "reported already");
    }
    CheckpointId committed = known == null ? CheckpointId.NONE : known.committed();
    AttemptState next =
        attempt.withTask(
            new TaskState(event.task(), event.phase(), committed),
            attempt.running() + (known == null ? 1 : 0),
            attempt.sourcesAtEnd() + (atEnd ? 1 : 0));
    ClusterState advanced = state.with(advance(state.elapsedMillis(), job, next));
    return Verdict.accepted(
        job.savepoints().stop() == null ? advanced : SinkRules.finishIfDone(advanced, job.id()));
  }

  /**
   * All tasks run: RUNNING. All sources are at their end besides, or the job is to stop with a
   * savepoint: STOPPING.
   */
  private static JobState advance(long elapsedMillis, JobState job, AttemptState attempt) {
    JobGraph graph = job.spec().graph();
    JobState next = job.withAttempt(attempt);
    if (job.status() == JobStatus.DEPLOYING && attempt.running() == graph.taskCount()) {
      next =
          next.withStatus(JobStatus.RUNNING)
              .withAttempt(attempt.withStatus(AttemptStatus.RUNNING))
              .withSchedule(job.schedule().begun(elapsedMillis, job.id(), attempt.number()))
              .withScale(job.scale().proven());
    }
    boolean allAtEnd = attempt.sourcesAtEnd() == graph.countOf(OperatorKind.SOURCE);
    boolean stops = job.savepoints().stop() != null;
    return next.status() == JobStatus.RUNNING && (allAtEnd || stops)
        ? next.withStatus(JobStatus.STOPPING).withScale(next.scale().withWish(null))
        : next;
  }
}
