package io.cairn.coordinator.checkpoint;

import java.util.Map;

/** History is bounded per cluster: the oldest per-task rows go first, then the oldest summaries. */
final class HistoryRules {
  private HistoryRules() {}

  static ClusterState trim(ClusterState state) {
    ClusterState next = state;
    while (next.history().rows() > History.MAX_ROWS) {
      next = dropRows(next, next.history().detailed().firstKey());
    }
    return next.history().summaries().size() > History.MAX_SUMMARIES ? dropOldest(next) : next;
  }

  private static ClusterState dropRows(ClusterState state, History.Entry entry) {
    ClusterState next = state.withHistory(state.history().withoutRows(entry));
    JobState job = next.job(entry.job());
    CheckpointState checkpoint = job == null ? null : job.checkpoint(entry.checkpoint());
    return job == null || checkpoint == null ? next : next.with(job.with(checkpoint.withoutRows()));
  }

  /**
   * A pinned base still holds segments and is passed over; at most a few are per job. So is a
   * savepoint that has files: it may have been deleted long after it ended, and would be forgotten
   * before its files are gone.
   */
  private static ClusterState dropOldest(ClusterState state) {
    for (Map.Entry<History.Entry, History.Entry> each : state.history().summaries().entrySet()) {
      History.Entry entry = each.getKey();
      JobState job = state.job(entry.job());
      CheckpointState checkpoint = job == null ? null : job.checkpoint(entry.checkpoint());
      if (job == null || checkpoint == null) {
        return state.withHistory(state.history().minus(entry));
      }
      if (checkpoint.segments().size() == 0 && !SavepointRules.hasFiles(checkpoint)) {
        return state
            .withHistory(state.history().minus(entry))
            .with(job.withCheckpoints(job.checkpoints().minus(checkpoint.id())));
      }
    }
    return state;
  }
}
