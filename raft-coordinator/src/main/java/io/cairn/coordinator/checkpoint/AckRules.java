package io.cairn.coordinator.checkpoint;

import org.jspecify.annotations.Nullable;

/** A task acknowledges a checkpoint, alone; see {@link AckRun} for many. No walk over tasks. */
final class AckRules {
  static final String KNOWN = "acknowledged already";

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
    if (isKnown(known)) {
      return Verdict.ignored(state, KNOWN);
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
    CheckpointTally tally = tally(open.tally(), known, event);
    JobFiles files = job.files();
    SegmentSet segments = open.segments();
    for (SegmentPath path : event.handle().segments()) {
      if (holdsSegments(open) && !segments.contains(path)) {
        segments = segments.plus(path);
        files = files.plusHolder(path);
      }
    }
    CheckpointStatus to =
        tally.acks() == open.taskCount() ? CheckpointStatus.COMMITTING : CheckpointStatus.EXECUTING;
    return job.withFiles(files).with(open.withProgress(to, tally, row(known, event), segments));
  }

  /** Not a savepoint, whose directory lives and dies as a whole. */
  static boolean holdsSegments(CheckpointState open) {
    return !open.kind().isSavepoint();
  }

  /** Whether the task has acknowledged before; then it does not count again. */
  static boolean isKnown(@Nullable TaskProgress known) {
    return known != null && known.isAcked();
  }

  static CheckpointTally tally(
      CheckpointTally before, @Nullable TaskProgress known, Event.CheckpointComplete event) {
    CheckpointTally reported = known == null ? before.plusReported() : before;
    return reported.plusAck(event.handle(), event.stats());
  }

  static TaskProgress row(@Nullable TaskProgress known, Event.CheckpointComplete event) {
    return new TaskProgress(
        event.task(),
        SnapshotPhase.ACKED,
        known != null && known.localLogged(),
        event.handle(),
        event.stats());
  }

  /** A segment that neither lives nor was written for this checkpoint may be gone at any moment. */
  static @Nullable String strangeSegment(
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
