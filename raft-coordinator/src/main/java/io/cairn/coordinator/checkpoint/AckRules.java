package io.cairn.coordinator.checkpoint;

import org.jspecify.annotations.Nullable;

/** A task acknowledges a checkpoint. O(log n): no walk over tasks. */
final class AckRules {
  private AckRules() {}

  static Verdict acknowledge(ClusterState state, Event.CheckpointComplete event) {
    JobState job = state.job(event.job());
    CheckpointState open = job == null ? null : job.checkpoint(event.checkpoint());
    if (job == null || open == null) {
      return Verdict.ignored(state, "no such checkpoint");
    }
    String foreign = CheckpointRules.foreign(open, event.attempt(), event.task());
    if (foreign != null) {
      return Verdict.ignored(state, foreign);
    }
    TaskProgress known = open.tasks().get(event.task());
    if (known != null && known.isAcked()) {
      return Verdict.ignored(state, "acknowledged already");
    }
    String strange = strangeSegment(job.files(), open, event.handle());
    if (strange != null) {
      return Verdict.rejected(state, Outcome.Code.INVALID, strange);
    }
    return Verdict.accepted(state.with(accept(job, open, known, event)));
  }

  private static JobState accept(
      JobState job,
      CheckpointState open,
      @Nullable TaskProgress known,
      Event.CheckpointComplete event) {
    CheckpointTally reported = known == null ? open.tally().plusReported() : open.tally();
    CheckpointTally tally = reported.plusAck(event.handle(), event.stats());
    TaskProgress row =
        new TaskProgress(
            event.task(),
            SnapshotPhase.ACKED,
            known != null && known.localLogged(),
            event.handle(),
            event.stats());
    JobFiles files = job.files();
    SegmentSet segments = open.segments();
    boolean held = !open.kind().isSavepoint(); // whose directory lives and dies as a whole
    for (SegmentPath path : event.handle().segments()) {
      if (held && !segments.contains(path)) {
        segments = segments.plus(path);
        files = files.plusHolder(path);
      }
    }
    CheckpointStatus to =
        tally.acks() == open.taskCount() ? CheckpointStatus.COMMITTING : CheckpointStatus.EXECUTING;
    return job.withFiles(files).with(open.withProgress(to, tally, row, segments));
  }

  /** A segment that neither lives nor was written for this checkpoint may be gone at any moment. */
  private static @Nullable String strangeSegment(
      JobFiles files, CheckpointState open, SnapshotHandle handle) {
    for (SegmentPath path : handle.segments()) {
      boolean own = path.isWrittenFor(open.id(), open.attempt());
      if (open.kind().isSavepoint() && !own) {
        return path + " was not written for savepoint " + open.id() + ", which is self-contained";
      }
      if (!files.isLive(path) && (!own || files.condemned().contains(path))) {
        return path + " neither lives nor was written for checkpoint " + open.id();
      }
    }
    return null;
  }
}
