package io.cairn.coordinator.checkpoint;

/**
 * How often a job's attempts began from a checkpoint. For display: follows from the log, and is not
 * hashed, so that the hashes of older logs stay.
 *
 * @param count of such attempts
 * @param lastWallMillis wall clock when the last one began; 0: none
 */
public record Restores(long count, long lastWallMillis) {
  /** None yet. */
  public static final Restores NONE = new Restores(0, 0);

  Restores plus(long wallMillis) {
    return new Restores(count + 1, wallMillis);
  }
}
