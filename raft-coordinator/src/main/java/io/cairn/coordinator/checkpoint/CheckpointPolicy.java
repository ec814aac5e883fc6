package io.cairn.coordinator.checkpoint;

/**
 * When checkpoints are taken and how failures are met.
 *
 * @param intervalMillis between requests; 0: no periodic checkpoints
 * @param timeoutMillis budget from the request to COMPLETED, at least 1
 * @param minPauseMillis between the end of one and the request of the next
 * @param retained completed checkpoints kept, 1 to 100
 * @param maxRestarts failed attempts in a row, without a completed checkpoint, that are met with
 *     another
 * @param restartDelayMillis between a failure and the next attempt
 */
public record CheckpointPolicy(
    long intervalMillis,
    long timeoutMillis,
    long minPauseMillis,
    int retained,
    int maxRestarts,
    long restartDelayMillis) {
  /** Most completed checkpoints a policy may keep: their handles are all in memory. */
  public static final int MAX_RETAINED = 100;

  /** Checks the ranges. */
  public CheckpointPolicy {
    atLeast("intervalMillis", intervalMillis, 0);
    atLeast("timeoutMillis", timeoutMillis, 1);
    atLeast("minPauseMillis", minPauseMillis, 0);
    atLeast("retained", retained, 1);
    atLeast("maxRestarts", maxRestarts, 0);
    atLeast("restartDelayMillis", restartDelayMillis, 0);
    if (retained > MAX_RETAINED) {
      throw new IllegalArgumentException(
          "policy.retained must be at most " + MAX_RETAINED + ", is " + retained);
    }
  }

  private static void atLeast(String what, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "policy." + what + " must be at least " + least + ", is " + value);
    }
  }
}
