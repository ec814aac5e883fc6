package io.cairn.api;

import java.time.Duration;

/**
 * What a source says after a poll. Immutable.
 *
 * @param state whether there is more
 * @param pauseNanos with {@link State#IDLE}: not to be polled again before this time has passed
 */
public record Poll(State state, long pauseNanos) {
  private static final Poll MORE = new Poll(State.MORE, 0);
  private static final Poll END = new Poll(State.END, 0);

  /** Whether there is more to read. */
  public enum State {
    /** There may be more right now. */
    MORE,
    /** Nothing right now. */
    IDLE,
    /** Nothing for ever: the source is not polled again, but still takes part in checkpoints. */
    END
  }

  public Poll {
    if (pauseNanos < 0) {
      throw new IllegalArgumentException("pause of " + pauseNanos + " ns is negative");
    }
  }

  public static Poll more() {
    return MORE;
  }

  public static Poll end() {
    return END;
  }

  /** Nothing now; poll again after {@code pause}. Barriers are taken in between. */
  public static Poll idle(Duration pause) {
    return new Poll(State.IDLE, Math.max(0, pause.toNanos()));
  }

  /** As {@link #idle}, with nanoseconds; a past time is a pause of zero. */
  public static Poll idleNanos(long pauseNanos) {
    return new Poll(State.IDLE, Math.max(0, pauseNanos));
  }
}
