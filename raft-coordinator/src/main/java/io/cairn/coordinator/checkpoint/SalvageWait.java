package io.cairn.coordinator.checkpoint;

/**
 * How long a job may wait for a checkpoint in flight to be salvaged. The leader says it in the
 * event that ends the attempt, so that older logs, which do not, replay as they did.
 *
 * @param atMostMillis 0: nothing is salvaged
 * @param atLeastMillis so long even if the last completed checkpoint is younger: 0 in older logs
 */
public record SalvageWait(long atMostMillis, long atLeastMillis) {
  /**
   * So long at most a job waits for an agent that is gone to come back and finish its uploads: a
   * process and its session are up within some seconds, and the rest of an upload takes some more.
   */
  public static final long MAX_MILLIS = 10_000;

  /**
   * Twice the three seconds within which an agent that is started again is to process: to wait for
   * less would be to wait in vain, however little work is at stake.
   */
  public static final long MIN_MILLIS = 6_000;

  /** What leaders offer. */
  public static final SalvageWait OFFERED = new SalvageWait(MAX_MILLIS, MIN_MILLIS);

  /** Nothing is salvaged. */
  public static final SalvageWait NONE = new SalvageWait(0, 0);

  /** Nothing is negative. */
  public SalvageWait {
    atMostMillis = Math.max(0, atMostMillis);
    atLeastMillis = Math.max(0, atLeastMillis);
  }

  boolean isNone() {
    return atMostMillis == 0;
  }

  /** As long as what would be processed again took, between the two bounds. */
  long millis(long atStakeMillis) {
    return Math.min(atMostMillis, Math.max(atLeastMillis, atStakeMillis));
  }
}
