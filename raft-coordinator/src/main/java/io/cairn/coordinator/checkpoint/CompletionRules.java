package io.cairn.coordinator.checkpoint;

/** The metadata of a checkpoint is durable: it is decided. */
final class CompletionRules {
  private CompletionRules() {}

  static Verdict durable(ClusterState state, Event.MetadataDurable event) {
    JobState job = state.job(event.job());
    CheckpointState open = job == null ? null : job.checkpoint(event.checkpoint());
    if (job == null || open == null || open.status() != CheckpointStatus.COMMITTING) {
      return Verdict.ignored(state, "checkpoint " + event.checkpoint() + " is not COMMITTING");
    }
    if (event.length() <= 0) {
      return Verdict.rejected(state, Outcome.Code.INVALID, "the metadata is empty");
    }
    // COMMIT POINT: from the entry with this event on, it is decided, and unless it is a SAVEPOINT
    // sinks commit up to it.
    CheckpointState completed =
        open.completed(state.elapsedMillis(), new MetadataStamp(event.length(), event.crc32c()));
    if (!completed.kind().isProgress()) {
      return SavepointRules.completed(state, job, completed);
    }
    JobState decided =
        FailureRules.forget(job)
            .with(completed)
            .withNewestCompleted(completed.id())
            .withSavepoints(job.savepoints().withoutForeignHandles())
            .withCounters(job.counters().plusCompleted())
            .withBudget(new RestartBudget(0, job.budget().notBeforeElapsedMillis()));
    ClusterState next = state.with(Retention.releaseIfUnpinned(decided, open.base()));
    for (CheckpointState older : job.unfinished()) {
      if (older.kind().isProgress() && older.id().compareTo(completed.id()) < 0) {
        next =
            Ending.abort(
                next,
                job.id(),
                older.id(),
                AbortCause.of(
                    AbortReason.NEWER_COMPLETION, "checkpoint " + completed.id() + " completed"));
      }
    }
    next = Retention.subsume(next, job.id());
    next = SinkRules.finalCompleted(next, job.id(), completed);
    next = DrainRules.completed(next, job.id(), completed);
    next = RescaleRules.cut(next, job.id(), completed);
    return Verdict.accepted(SalvageRules.settle(next, job.id()));
  }
}
