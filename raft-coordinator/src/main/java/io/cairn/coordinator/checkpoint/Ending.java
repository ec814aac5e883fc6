package io.cairn.coordinator.checkpoint;

import java.util.Objects;

/** What happens to files and history when a checkpoint is decided. */
final class Ending {
  private Ending() {}

  /** The job, which the caller knows to exist. */
  static JobState job(ClusterState state, JobId id) {
    return Objects.requireNonNull(state.job(id));
  }

  /** An unfinished checkpoint becomes ABORTED; segments that only its acks name are condemned. */
  static ClusterState abort(ClusterState state, JobId jobId, CheckpointId id, AbortCause cause) {
    JobState job = job(state, jobId);
    CheckpointState open = Objects.requireNonNull(job.checkpoint(id));
    CheckpointState aborted = open.aborted(state.elapsedMillis(), cause).withoutSegments();
    JobState next =
        job.withFiles(job.files().minusHolders(open.segments()))
            .withCounters(job.counters().plusAborted())
            .with(aborted);
    next = Retention.releaseIfUnpinned(next, open.base());
    return remember(state.with(next), jobId, aborted);
  }

  /** A checkpoint became terminal: it enters the history, which is kept within its bounds. */
  static ClusterState remember(ClusterState state, JobId job, CheckpointState terminal) {
    return HistoryRules.trim(state.withHistory(state.history().plus(job, terminal)));
  }
}
