package io.cairn.protocol.channel;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Log lines about peers that break their protocol: one for each connection, but so many at most in
 * a period, lest a flood of bad connections becomes a flood of lines. The rest are counted, and the
 * next line that is written says how many there were. Thread-safe.
 */
public final class Complaints {
  /** Lines in a period: enough to see who it is, 172,800 a day at most. */
  public static final int LINES_PER_PERIOD = 20;

  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final LongSupplier nanoClock;
  private long periodBegan;
  private int written;
  private long withheld;

  /** {@code nanoClock}: monotonic, as {@link System#nanoTime()}. */
  public Complaints(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.periodBegan = nanoClock.getAsLong();
  }

  /**
   * Writes the line, or counts it.
   *
   * @param peer whose connection it is, as the line shall name it
   * @param why what was wrong with what came; line breaks become spaces
   */
  public void warn(Logger log, @Nullable Object peer, String why) {
    long before = admit();
    if (before < 0) {
      return;
    }
    log.warn(
        "closing the connection with {}: {}{}", peer, why.replaceAll("\\R", " "), more(before));
  }

  /**
   * As {@link #warn}, about a peer whose connection goes on.
   *
   * @param line the whole line; line breaks become spaces
   */
  public void tell(Logger log, String line) {
    long before = admit();
    if (before >= 0) {
      log.warn("{}{}", line.replaceAll("\\R", " "), more(before));
    }
  }

  private static String more(long before) {
    return before == 0 ? "" : " (and " + before + " more before it, not shown)";
  }

  /** How many were withheld since the last line that was written, or -1 to withhold this one. */
  private synchronized long admit() {
    long now = nanoClock.getAsLong();
    if (now - periodBegan >= PERIOD_NANOS) {
      periodBegan = now;
      written = 0;
    }
    if (written == LINES_PER_PERIOD) {
      withheld++;
      return -1;
    }
    written++;
    long before = withheld;
    withheld = 0;
    return before;
  }
}
