package io.cairn.storage.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BandwidthLimitTest {

  private static final long SECOND = 1_000_000_000L;

  private long now = 42;

  @Test
  void theRateIsKeptOverTimeWithASmallBurst() {
    BandwidthLimit limit = new BandwidthLimit(1000, () -> now);
    long sent = 0;
    while (now < 42 + 10 * SECOND) {
      now += limit.reserve(100);
      sent += 100;
    }
    assertTrue(sent >= 10_000 && sent <= 10_350, "sent " + sent);
  }

  @Test
  void unusedTimeIsNotSavedUp() {
    BandwidthLimit limit = new BandwidthLimit(1000, () -> now);
    now += 3600 * SECOND;
    assertEquals(0, limit.reserve(250));
    assertEquals(SECOND, limit.reserve(1000));
  }

  @Test
  void zeroMeansUnlimitedAndTheLimitCanBeChanged() {
    BandwidthLimit limit = new BandwidthLimit(0, () -> now);
    assertEquals(0, limit.reserve(Integer.MAX_VALUE));
    limit.setBytesPerSecond(1000);
    limit.reserve(250);
    assertEquals(SECOND, limit.reserve(1000));
    limit.setBytesPerSecond(500);
    assertEquals(SECOND, limit.reserve(500));
  }
}
