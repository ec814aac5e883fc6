package io.cairn.coordinator.checkpoint;

/**
 * How close a job is to giving up.
 *
 * @param failuresInRow attempts that failed since a checkpoint was last COMPLETED
 * @param notBeforeElapsedMillis the next attempt is due at this elapsed time of the cluster
 */
public record RestartBudget(int failuresInRow, long notBeforeElapsedMillis) {
  /** No failure yet. */
  public static final RestartBudget FRESH = new RestartBudget(0, 0);
}
