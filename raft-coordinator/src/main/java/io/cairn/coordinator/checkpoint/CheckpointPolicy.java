package io.cairn.coordinator.checkpoint;

/**
 * When checkpoints are taken and how failures are met.
 *
 * @param intervalMillis between requests; 0: no periodic checkpoints
 * @param timeoutMillis budget from the request to COMPLETED, at least 1
 * @param minPauseMillis between the end of one and the request of the next; above 0 it implies that
 *     a periodic one begins only when none is in progress
 * @param retained completed checkpoints kept, 1 to 100
 * @param maxRestarts failed attempts in a row, without a completed checkpoint, that are met with
 *     another
 * @param restartDelayMillis between a failure and the next attempt
 * @param maxConcurrent a periodic one is not requested while so many are in progress, 1 to 4
 * @param tolerableFailures checkpoints that may fail in a row before the attempt fails; {@link
 *     #UNLIMITED}: any number
 * @param jitterMillis the first periodic one of an attempt waits for a time below this, so that
 *     jobs do not checkpoint in step; 0: it does not wait
 * @param restartDoublings how often the delay doubles with failures in a row; 0: it is fixed
 */
public record CheckpointPolicy(
    long intervalMillis,
    long timeoutMillis,
    long minPauseMillis,
    int retained,
    int maxRestarts,
    long restartDelayMillis,
    int maxConcurrent,
    int tolerableFailures,
    long jitterMillis,
    int restartDoublings) {
  /** Most completed checkpoints a policy may keep: their handles are all in memory. */
  public static final int MAX_RETAINED = 100;

  /**
   * Most checkpoints in progress that a policy may allow. Each holds its acks in memory and its
   * snapshots on the agents' disks; one more that overlaps four others gains nothing.
   */
  public static final int MAX_CONCURRENT = 4;

  /** The delay of a restart grows to 32 times what it is at first, unless a policy says less. */
  public static final int DEFAULT_RESTART_DOUBLINGS = 5;

  /** A delay of a second grows to 12 days. */
  public static final int MAX_RESTART_DOUBLINGS = 20;

  /** Any number of failed checkpoints is tolerated. */
  public static final int UNLIMITED = -1;

  /** Checks the ranges. */
  public CheckpointPolicy {
    within("intervalMillis", intervalMillis, 0, Long.MAX_VALUE);
    within("timeoutMillis", timeoutMillis, 1, Long.MAX_VALUE);
    within("minPauseMillis", minPauseMillis, 0, Long.MAX_VALUE);
    within("retained", retained, 1, MAX_RETAINED);
    within("maxRestarts", maxRestarts, 0, Integer.MAX_VALUE);
    within("restartDelayMillis", restartDelayMillis, 0, Long.MAX_VALUE);
    within("maxConcurrent", maxConcurrent, 1, MAX_CONCURRENT);
    within("tolerableFailures", tolerableFailures, UNLIMITED, Integer.MAX_VALUE);
    within("jitterMillis", jitterMillis, 0, Long.MAX_VALUE);
    within("restartDoublings", restartDoublings, 0, MAX_RESTART_DOUBLINGS);
  }

  /** One at a time, any number of failures, no jitter: what jobs of older logs have. */
  public CheckpointPolicy(
      long intervalMillis,
      long timeoutMillis,
      long minPauseMillis,
      int retained,
      int maxRestarts,
      long restartDelayMillis) {
    this(
        intervalMillis,
        timeoutMillis,
        minPauseMillis,
        retained,
        maxRestarts,
        restartDelayMillis,
        1,
        UNLIMITED,
        0,
        DEFAULT_RESTART_DOUBLINGS);
  }

  /** How many may be in progress at most when a periodic one begins, that one included. */
  public int concurrency() {
    return minPauseMillis > 0 ? 1 : maxConcurrent;
  }

  /** Adds nothing for settings that older logs do not have, so that their hashes stay. */
  void addTo(Hash64 hash) {
    hash.add(intervalMillis).add(timeoutMillis).add(minPauseMillis).add(retained);
    hash.add(maxRestarts).add(restartDelayMillis);
    if (maxConcurrent != 1 || tolerableFailures != UNLIMITED || jitterMillis != 0) {
      hash.add(maxConcurrent).add(tolerableFailures).add(jitterMillis);
    }
    if (restartDoublings != DEFAULT_RESTART_DOUBLINGS) {
      hash.add("doublings").add(restartDoublings);
    }
  }

  private static void within(String what, long value, long least, long most) {
    if (value < least) {
      throw new IllegalArgumentException(
          "policy." + what + " must be at least " + least + ", is " + value);
    }
    if (value > most) {
      throw new IllegalArgumentException(
          "policy." + what + " must be at most " + most + ", is " + value);
    }
  }
}
