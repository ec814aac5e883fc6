package io.cairn.coordinator.checkpoint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Acks of one checkpoint that follow each other in a batch, applied at once: the same outcomes and
 * the same state as one after the other, but the checkpoint, its job and the cluster are made anew
 * only at the end. Of one call, on one thread.
 */
final class AckRun {
  private final ClusterState state;
  private final JobState job;
  private final CheckpointState open;
  private final TaskRows.Edit rows;
  private int newlyReported;
  private long uploadedBytes;
  private long stateBytes;
  private SlowestParts slowest = SlowestParts.NONE;
  private SegmentSet segments;
  private JobFiles files;
  private @Nullable List<SegmentPath> held;
  private int accepted;

  private AckRun(ClusterState state, JobState job, CheckpointState open) {
    this.state = state;
    this.job = job;
    this.open = open;
    this.rows = open.tasks().edit();
    this.segments = open.segments();
    this.files = job.files();
  }

  /** Where the run ends that begins at {@code from}; {@code from} itself when it is no ack. */
  static int end(List<Event> events, int from) {
    int end = from;
    Event.CheckpointComplete first = null;
    while (end < events.size() && events.get(end) instanceof Event.CheckpointComplete ack) {
      if (first == null) {
        first = ack;
      } else if (!ack.checkpoint().equals(first.checkpoint()) || !ack.job().equals(first.job())) {
        break;
      }
      end++;
    }
    return end;
  }

  /**
   * Applies a run.
   *
   * @param run acks of the same checkpoint of the same job, at least one
   * @param outcomes gets one for each
   */
  static ClusterState apply(ClusterState state, List<Event> run, List<Outcome> outcomes) {
    Event.CheckpointComplete first = (Event.CheckpointComplete) run.get(0);
    JobState job = state.job(first.job());
    CheckpointState open = job == null ? null : job.checkpoint(first.checkpoint());
    if (job == null || open == null || !open.status().wantsAcks()) {
      for (Event event : run) {
        outcomes.add(AckRules.acknowledge(state, (Event.CheckpointComplete) event).outcome());
      }
      return state;
    }
    AckRun acks = new AckRun(state, job, open);
    int used = 0;
    while (used < run.size() && !acks.isComplete()) {
      outcomes.add(acks.take((Event.CheckpointComplete) run.get(used)));
      used++;
    }
    ClusterState next = acks.next();
    return used == run.size() ? next : apply(next, run.subList(used, run.size()), outcomes);
  }

  private boolean isComplete() {
    return open.acks() + accepted == open.taskCount();
  }

  @SuppressWarnings("ReferenceEquality") // an equal list that is another object is just looked at
  private Outcome take(Event.CheckpointComplete event) {
    String foreign = CheckpointRules.foreign(open, event.attempt(), event.task());
    if (foreign != null) {
      return Verdict.ignored(state, foreign).outcome();
    }
    TaskProgress known = rows.get(event.task());
    if (AckRules.isKnown(known)) {
      return Verdict.ignored(state, AckRules.KNOWN).outcome();
    }
    if (event.handle().segments() != held) {
      String strange = AckRules.strangeSegment(files, open, event.handle());
      if (strange != null) {
        return Verdict.rejected(state, Outcome.Code.INVALID, strange).outcome();
      }
      hold(event.handle().segments());
    }
    newlyReported += known == null ? 1 : 0;
    uploadedBytes += event.stats().uploadedBytes();
    stateBytes += event.handle().stateBytes();
    slowest = slowest.and(event.stats());
    rows.put(AckRules.row(known, event));
    accepted++;
    return Outcome.Accepted.WITHOUT_ID;
  }

  /** Lists of the same batch are often the very same object. */
  private void hold(List<SegmentPath> paths) {
    for (SegmentPath path : paths) {
      if (AckRules.holdsSegments(open) && !segments.contains(path)) {
        segments = segments.plus(path);
        files = files.plusHolder(path);
      }
    }
    held = paths;
  }

  private ClusterState next() {
    if (accepted == 0) {
      return state;
    }
    CheckpointStatus to = isComplete() ? CheckpointStatus.COMMITTING : CheckpointStatus.EXECUTING;
    CheckpointTally tally =
        open.tally().plusAcks(newlyReported, accepted, uploadedBytes, stateBytes, slowest);
    CheckpointState now = open.withRows(to, tally, rows.done(), segments);
    return state.with(job.withFiles(files).with(now));
  }
}
