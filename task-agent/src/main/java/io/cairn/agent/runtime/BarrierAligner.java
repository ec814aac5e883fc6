package io.cairn.agent.runtime;

import java.util.BitSet;

/**
 * The rules of a consistent cut over several input channels: a channel whose barrier has come is
 * <em>held</em> (not read) until all have come; then the task takes its snapshot. (K. M. Chandy, L.
 * Lamport, 1985; in this aligned form P. Carbone et al., Lightweight Asynchronous Snapshots, 2015,
 * algorithm 1.)
 *
 * <p>Channels are first in, first out, and ids grow in each. A barrier of a higher id than the one
 * that is aligned shows that an upstream task has passed the lower one over, so that it can never
 * complete: it is given up. A pure value machine, of the task's thread.
 */
final class BarrierAligner {
  private final int channels;
  private final BitSet held;
  private CheckpointView view = CheckpointView.NOTHING;
  private long aligning;
  private long passed;

  /** What to do after a barrier. */
  enum Decision {
    /** The checkpoint is over: go on reading. */
    PASS_OVER,
    /** Do not read this channel until it is released. */
    HOLD,
    /** All barriers have come: snapshot, then read all channels again. */
    TAKE
  }

  BarrierAligner(int channels) {
    this.channels = channels;
    this.held = new BitSet(channels);
  }

  Decision barrier(int channel, long checkpointId) {
    if (checkpointId <= passed || checkpointId < aligning || view.isOver(checkpointId)) {
      return Decision.PASS_OVER;
    }
    if (checkpointId > aligning) {
      held.clear();
      passed = Math.max(passed, aligning);
      aligning = checkpointId;
    }
    held.set(channel);
    if (held.cardinality() < channels) {
      return Decision.HOLD;
    }
    giveUp();
    return Decision.TAKE;
  }

  /** Takes note of what goes on; an alignment for a checkpoint that is over is given up. */
  void view(CheckpointView now) {
    view = now;
    if (aligning != 0 && now.isOver(aligning)) {
      giveUp();
    }
  }

  boolean isHeld(int channel) {
    return held.get(channel);
  }

  /** The checkpoint that barriers are awaited of, or 0. */
  long aligning() {
    return aligning;
  }

  /** How many channels are held. */
  int heldChannels() {
    return held.cardinality();
  }

  /** The lowest channel that is not held; the number of channels if all are. */
  int firstAwaited() {
    return held.nextClearBit(0);
  }

  private void giveUp() {
    held.clear();
    passed = Math.max(passed, aligning);
    aligning = 0;
  }
}
