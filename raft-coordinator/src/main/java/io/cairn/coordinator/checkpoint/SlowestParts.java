package io.cairn.coordinator.checkpoint;

/**
 * The longest part of any task that has acknowledged a checkpoint, each in milliseconds. Follows
 * from the tasks' rows, and is kept when they are dropped; therefore not hashed again.
 *
 * @param alignMillis from the first barrier to the last
 * @param localMillis on the task's thread, until the snapshot was on its disk
 * @param uploadMillis beside the processing, until it was in the blob store
 */
public record SlowestParts(long alignMillis, long localMillis, long uploadMillis) {
  /** Nobody has acknowledged. */
  public static final SlowestParts NONE = new SlowestParts(0, 0, 0);

  /** With one more ack. */
  public SlowestParts and(SnapshotStats stats) {
    return and(stats.alignMillis(), stats.localMillis(), stats.uploadMillis());
  }

  /** With those of other acks. */
  SlowestParts and(SlowestParts others) {
    return and(others.alignMillis, others.localMillis, others.uploadMillis);
  }

  private SlowestParts and(long align, long local, long upload) {
    return align <= alignMillis && local <= localMillis && upload <= uploadMillis
        ? this
        : new SlowestParts(
            Math.max(alignMillis, align),
            Math.max(localMillis, local),
            Math.max(uploadMillis, upload));
  }
}
