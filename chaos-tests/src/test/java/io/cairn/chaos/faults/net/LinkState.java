package io.cairn.chaos.faults.net;

import java.time.Duration;

/**
 * What happens to the bytes of one direction.
 *
 * @param open false: they stay where they are, as those of packets that are dropped; they arrive
 *     when the link is open again, as TCP sends them again
 * @param delay added to each piece; pieces do not overtake each other
 * @param loss the probability from 0 up to, not including, 1 that a piece is lost, and comes later
 *     by {@link Link#RETRANSMISSION}, twice that when it is lost again, and so on
 * @param bytesPerSecond of each connection; 0: unlimited
 */
public record LinkState(boolean open, Duration delay, double loss, long bytesPerSecond) {
  /** Nothing happens to them. */
  public static final LinkState WHOLE = new LinkState(true, Duration.ZERO, 0, 0);

  /** Nothing arrives. */
  public static final LinkState CUT = new LinkState(false, Duration.ZERO, 0, 0);

  /** Checks the ranges. */
  public LinkState {
    if (delay.isNegative() || loss < 0 || loss >= 1 || bytesPerSecond < 0) {
      throw new IllegalArgumentException("no state of a link: " + delay + ", " + loss);
    }
  }

  /** Late by so much. */
  public static LinkState late(Duration delay) {
    return new LinkState(true, delay, 0, 0);
  }

  /** Losing so many of a hundred. */
  public static LinkState lossy(int percent) {
    return new LinkState(true, Duration.ZERO, percent / 100.0, 0);
  }

  /** With so little bandwidth. */
  public static LinkState narrow(long bytesPerSecond) {
    return new LinkState(true, Duration.ZERO, 0, bytesPerSecond);
  }
}
