package io.cairn.coordinator.checkpoint;

/** What can be changed while a job runs. Each has a whole number as its value. */
public enum Setting implements Coded {
  /** See {@link CheckpointPolicy#intervalMillis}. */
  INTERVAL_MILLIS(1, "intervalMillis"),
  /** See {@link CheckpointPolicy#timeoutMillis}. */
  TIMEOUT_MILLIS(2, "timeoutMillis"),
  /** See {@link CheckpointPolicy#minPauseMillis}. */
  MIN_PAUSE_MILLIS(3, "minPauseMillis"),
  /** See {@link CheckpointPolicy#retained}. */
  RETAINED(4, "retained"),
  /** See {@link CheckpointPolicy#maxRestarts}. */
  MAX_RESTARTS(5, "maxRestarts"),
  /** See {@link CheckpointPolicy#restartDelayMillis}. */
  RESTART_DELAY_MILLIS(6, "restartDelayMillis"),
  /** See {@link CheckpointPolicy#maxConcurrent}. */
  MAX_CONCURRENT(7, "maxConcurrent"),
  /** See {@link CheckpointPolicy#tolerableFailures}. */
  TOLERABLE_FAILURES(8, "tolerableFailures"),
  /** See {@link CheckpointPolicy#jitterMillis}. */
  JITTER_MILLIS(9, "jitterMillis"),
  /** See {@link CheckpointSchedule#paused}; 1 or 0. */
  PAUSED(10, "paused"),
  /** See {@link CheckpointPolicy#restartDoublings}. */
  RESTART_DOUBLINGS(11, "restartDoublings");

  private final int code;
  private final String shown;

  Setting(int code, String shown) {
    this.code = code;
    this.shown = shown;
  }

  @Override
  public int code() {
    return code;
  }

  /** The name that people and programs outside use. */
  public String shown() {
    return shown;
  }
}
