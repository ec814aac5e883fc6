package io.cairn.coordinator.checkpoint;

/** Sinks confirm their commits, and the job finishes with the last confirmation. */
final class SinkRules {
  private SinkRules() {}

  static Verdict committed(ClusterState state, Event.SinkCommitted event) {
    JobState job = state.job(event.job());
    AttemptState attempt = job == null ? null : job.attempt();
    if (job == null || attempt == null || !job.isLiveAttempt(event.attempt())) {
      return Verdict.ignored(state, "attempt " + event.attempt() + " is not live");
    }
    JobGraph graph = job.spec().graph();
    if (!graph.hasTask(event.task()) || !graph.isSink(event.task())) {
      return Verdict.ignored(state, "task " + event.task() + " is no sink");
    }
    if (event.checkpoint().compareTo(job.newestCompleted()) > 0) {
      return Verdict.ignored(state, "checkpoint " + event.checkpoint() + " is not completed");
    }
    TaskState known = attempt.tasks().get(event.task());
    CheckpointId before = known == null ? CheckpointId.NONE : known.committed();
    if (event.checkpoint().compareTo(before) <= 0) {
      return Verdict.ignored(state, "confirmed already");
    }
    if (known == null) {
      return Verdict.ignored(state, "the task has not reported RUNNING");
    }
    TaskState row = new TaskState(event.task(), known.phase(), event.checkpoint());
    CheckpointId last = attempt.finalCompleted();
    boolean finalOne =
        !last.isNone() && before.compareTo(last) < 0 && event.checkpoint().compareTo(last) >= 0;
    AttemptState next = attempt.withCommit(row, finalOne);
    return Verdict.accepted(finishIfDone(state.with(job.withAttempt(next)), job.id()));
  }

  /**
   * The last checkpoint of the live attempt completed: now the sinks' confirmations are awaited.
   */
  static ClusterState finalCompleted(ClusterState state, JobId id, CheckpointState completed) {
    JobState job = Ending.job(state, id);
    AttemptState attempt = job.attempt();
    if (!completed.kind().endsJob()
        || attempt == null
        || job.status() != JobStatus.STOPPING
        || !attempt.number().equals(completed.attempt())) {
      return state;
    }
    return finishIfDone(
        state.with(job.withAttempt(attempt.withFinalCompleted(completed.id()))), id);
  }

  /** FINISHED, when nothing is awaited any more. */
  static ClusterState finishIfDone(ClusterState state, JobId id) {
    JobState job = Ending.job(state, id);
    AttemptState attempt = job.attempt();
    boolean done =
        attempt != null
            && job.status() == JobStatus.STOPPING
            && !attempt.finalCompleted().isNone()
            && attempt.sinksDone() == job.spec().graph().countOf(OperatorKind.SINK);
    return done ? JobRules.end(state, job, JobStatus.FINISHED, "") : state;
  }
}
