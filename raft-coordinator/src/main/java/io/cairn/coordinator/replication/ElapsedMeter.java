package io.cairn.coordinator.replication;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Measures the time from the leader's readiness, or its last batch, to its next batch, without
 * losing fractions of a millisecond. Guarded by the proposer's lock.
 */
final class ElapsedMeter {
  private final LongSupplier nanoClock;
  private long sinceNanos;
  private long givenBackMillis;

  /** Measures by a monotonic clock. */
  ElapsedMeter(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.sinceNanos = nanoClock.getAsLong();
  }

  /** Forgets what has passed: what went on before readiness must not time anything out. */
  void restart() {
    sinceNanos = nanoClock.getAsLong();
    givenBackMillis = 0;
  }

  /** Takes the whole milliseconds that have passed. */
  long take() {
    long passed = TimeUnit.NANOSECONDS.toMillis(nanoClock.getAsLong() - sinceNanos);
    sinceNanos += TimeUnit.MILLISECONDS.toNanos(passed);
    long total = passed + givenBackMillis;
    givenBackMillis = 0;
    return total;
  }

  /** Returns what was taken for a batch that surely did not happen. */
  void giveBack(long millis) {
    givenBackMillis += millis;
  }
}
