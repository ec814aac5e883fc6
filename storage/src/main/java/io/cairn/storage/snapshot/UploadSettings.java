package io.cairn.storage.snapshot;

import java.time.Duration;

/**
 * How an agent uploads.
 *
 * @param bytesPerSecond shared by all uploads of the agent; 0: unlimited
 * @param workers segments written at the same time
 * @param firstBackoff pause after the first failed try; it doubles from try to try
 * @param maxBackoff longest pause between two tries
 */
public record UploadSettings(
    long bytesPerSecond, int workers, Duration firstBackoff, Duration maxBackoff) {

  /** Two workers: while one segment is being closed (an fsync), the next is written. */
  public static final int DEFAULT_WORKERS = 2;

  /** Checks the ranges. */
  public UploadSettings {
    if (bytesPerSecond < 0 || workers < 1 || workers > 64) {
      throw new IllegalArgumentException(
          "bytes per second " + bytesPerSecond + " (>= 0), workers " + workers + " (1 to 64)");
    }
    if (firstBackoff.isNegative()
        || firstBackoff.isZero()
        || maxBackoff.compareTo(firstBackoff) < 0) {
      throw new IllegalArgumentException("backoff " + firstBackoff + " to " + maxBackoff);
    }
  }

  /** The defaults with a bandwidth limit; 0: unlimited. */
  public static UploadSettings ofBytesPerSecond(long bytesPerSecond) {
    return new UploadSettings(
        bytesPerSecond, DEFAULT_WORKERS, Duration.ofMillis(100), Duration.ofSeconds(5));
  }
}
