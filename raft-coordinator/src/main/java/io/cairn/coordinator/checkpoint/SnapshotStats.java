package io.cairn.coordinator.checkpoint;

/**
 * How a task's snapshot went. For display; negative values count as 0.
 *
 * @param alignMillis from its first barrier to its last
 * @param localMillis stage one, on the task's thread
 * @param uploadMillis stage two
 * @param uploadedBytes what was new
 */
public record SnapshotStats(
    long alignMillis, long localMillis, long uploadMillis, long uploadedBytes) {
  /** Nothing measured. */
  public static final SnapshotStats NONE = new SnapshotStats(0, 0, 0, 0);

  /** Raises negative values to 0. */
  public SnapshotStats {
    alignMillis = Math.max(0, alignMillis);
    localMillis = Math.max(0, localMillis);
    uploadMillis = Math.max(0, uploadMillis);
    uploadedBytes = Math.max(0, uploadedBytes);
  }
}
