package io.cairn.api.files;

/** Spreads records evenly over time. Pure: time comes in as nanoseconds. Not thread-safe. */
final class Pace {

  /** What was missed by a pause is made up for, but no more than this much of it. */
  private static final long CATCH_UP_NANOS = 100_000_000;

  /** Shorter waits cost more than they are worth; the catching up evens it out. */
  private static final long MIN_WAIT_NANOS = 1_000_000;

  private final long nanosPerRecord;
  private boolean started;
  private long due;

  /**
   * Takes the pace.
   *
   * @param perSecond 0: as fast as possible
   */
  Pace(double perSecond) {
    this.nanosPerRecord = perSecond > 0 ? Math.max(1, Math.round(1e9 / perSecond)) : 0;
  }

  /** How long to wait before the next record; 0: now. */
  long waitNanos(long now) {
    if (nanosPerRecord == 0 || !started || due - now <= 0) {
      return 0;
    }
    return Math.max(MIN_WAIT_NANOS, due - now);
  }

  /** A record was emitted. */
  void emitted(long now) {
    long behind = Math.min(now - due, CATCH_UP_NANOS);
    due = (started ? now - behind : now) + nanosPerRecord;
    started = true;
  }
}
