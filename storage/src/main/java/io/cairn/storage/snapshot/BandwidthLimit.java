package io.cairn.storage.snapshot;

import java.util.function.LongSupplier;

/**
 * A token bucket, kept as the time at which it will be empty (the "generic cell rate algorithm",
 * ITU-T I.371). Any thread. It only computes; the caller waits, so that it can be cancelled.
 */
final class BandwidthLimit {

  /** After a pause this much of the time unused may be made up for: a quarter of a second. */
  private static final long BURST_NANOS = 250_000_000L;

  private static final double NANOS_PER_SECOND = 1e9;

  private final LongSupplier nanoClock;
  private long bytesPerSecond;
  private long freeAtNanos;

  /** Takes the limit (0: none) and a monotonic clock. */
  BandwidthLimit(long bytesPerSecond, LongSupplier nanoClock) {
    this.bytesPerSecond = bytesPerSecond;
    this.nanoClock = nanoClock;
    this.freeAtNanos = nanoClock.getAsLong() - BURST_NANOS;
  }

  /** Changes the limit, and forgives what was reserved ahead under the old one. */
  synchronized void setBytesPerSecond(long newBytesPerSecond) {
    if (newBytesPerSecond < 0) {
      throw new IllegalArgumentException("bytes per second " + newBytesPerSecond);
    }
    bytesPerSecond = newBytesPerSecond;
    long now = nanoClock.getAsLong();
    if (freeAtNanos - now > 0) {
      freeAtNanos = now;
    }
  }

  /** Takes bytes from the bucket and returns how long to wait before sending them. */
  synchronized long reserve(int bytes) {
    if (bytesPerSecond == 0) {
      return 0;
    }
    long now = nanoClock.getAsLong();
    if (now - freeAtNanos > BURST_NANOS) {
      freeAtNanos = now - BURST_NANOS;
    }
    freeAtNanos += (long) (bytes * NANOS_PER_SECOND / bytesPerSecond);
    return Math.max(0, freeAtNanos - now);
  }
}
