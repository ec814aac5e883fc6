package io.cairn.api.generator;

/** Says how many records are due. Pure: time comes in as nanoseconds. Not thread-safe. */
final class Rate {

  /** A record for each nanosecond. */
  static final double MAX_PER_SECOND = 1e9;

  /** What was missed by a pause is made up for, but no more than this much of it. */
  private static final long CATCH_UP_NANOS = 100_000_000;

  /** Shorter waits cost more than they are worth; the catching up evens it out. */
  private static final long MIN_WAIT_NANOS = 1_000_000;

  private final double nanosPerRecord;
  private boolean started;
  private double due;
  private long origin;

  /**
   * @param perSecond 0: as many as are taken
   */
  Rate(double perSecond) {
    this.nanosPerRecord = perSecond > 0 ? 1e9 / perSecond : 0;
  }

  /** How many records are due now, at most so many; they count as emitted. */
  int due(long now, int atMost) {
    if (nanosPerRecord == 0) {
      return atMost;
    }
    if (!started) {
      started = true;
      origin = now;
    }
    double passed = now - origin;
    due = Math.max(due, passed - Math.max(CATCH_UP_NANOS, nanosPerRecord));
    if (passed < due) {
      return 0;
    }
    int count = (int) Math.min(atMost, 1 + (long) ((passed - due) / nanosPerRecord));
    due += count * nanosPerRecord;
    return count;
  }

  /** How long until the next record is due. */
  long waitNanos(long now) {
    return Math.max(MIN_WAIT_NANOS, (long) (due - (now - origin)));
  }
}
