package io.cairn.coordinator.checkpoint;

import java.util.List;

/** Which completed checkpoints are kept, and when segments are condemned or gone. */
final class Retention {
  private Retention() {}

  /** The oldest COMPLETED beyond the policy's number become SUBSUMED. */
  static ClusterState subsume(ClusterState state, JobId id) {
    JobState job = Ending.job(state, id);
    List<CheckpointState> retained = job.retained();
    int surplus = retained.size() - job.policy().retained();
    ClusterState next = state;
    for (int i = 0; i < surplus; i++) {
      CheckpointState subsumed = retained.get(i).withStatus(CheckpointStatus.SUBSUMED);
      JobState now = Ending.job(next, id).with(subsumed);
      next = next.with(releaseIfUnpinned(now, subsumed.id()));
      next = Ending.remember(next, id, subsumed);
    }
    return next;
  }

  /** A SUBSUMED checkpoint that is nobody's base lets go of its segments. */
  static JobState releaseIfUnpinned(JobState job, CheckpointId id) {
    CheckpointState base = job.checkpoint(id);
    if (base == null || base.status() != CheckpointStatus.SUBSUMED || isPinned(job, id)) {
      return job;
    }
    return job.withFiles(job.files().minusHolders(base.segments())).with(base.withoutSegments());
  }

  private static boolean isPinned(JobState job, CheckpointId id) {
    for (CheckpointState open : job.unfinished()) {
      if (open.base().equals(id)) {
        return true;
      }
    }
    return false;
  }

  /** Condemned segments are gone; checkpoints whose metadata is gone become DISCARDED. */
  static Verdict deleted(ClusterState state, Event.FilesDeleted event) {
    JobState job = state.job(event.job());
    if (job == null) {
      return Verdict.ignored(state, "no " + event.job());
    }
    SegmentSet condemned = job.files().condemned();
    int before = condemned.size();
    for (SegmentPath path : event.segments()) {
      condemned = condemned.minus(path);
    }
    JobState next = job.withFiles(job.files().withCondemned(condemned));
    boolean changed = condemned.size() < before;
    int savepoints = 0;
    for (CheckpointId id : event.checkpoints()) {
      CheckpointState terminal = next.checkpoint(id);
      if (terminal != null && isDiscardable(terminal)) {
        next = next.with(terminal.withStatus(CheckpointStatus.DISCARDED));
        changed = true;
        savepoints += terminal.kind().isSavepoint() ? 1 : 0;
      }
    }
    ClusterState after = state.with(next);
    for (int i = 0; i < savepoints; i++) {
      after = HistoryRules.trim(after); // which passed over each of them while it had files
    }
    return changed
        ? Verdict.accepted(after)
        : Verdict.ignored(state, "nothing of it was condemned");
  }

  private static boolean isDiscardable(CheckpointState checkpoint) {
    return (checkpoint.status() == CheckpointStatus.SUBSUMED
            || checkpoint.status() == CheckpointStatus.ABORTED)
        && checkpoint.segments().size() == 0;
  }
}
