package io.cairn.coordinator.checkpoint;

/**
 * Counts and sums over a checkpoint's tasks.
 *
 * @param reported tasks that have reported anything
 * @param local tasks whose LOCAL was logged
 * @param acks tasks that have acknowledged
 * @param uploadedBytes sum over the acks
 * @param stateBytes sum over the acks
 * @param slowest maxima over the acks; not hashed
 */
public record CheckpointTally(
    int reported, int local, int acks, long uploadedBytes, long stateBytes, SlowestParts slowest) {
  /** Nothing reported. */
  public static final CheckpointTally ZERO = new CheckpointTally(0, 0, 0, 0, 0, SlowestParts.NONE);

  CheckpointTally plusReported() {
    return new CheckpointTally(reported + 1, local, acks, uploadedBytes, stateBytes, slowest);
  }

  CheckpointTally plusLocal() {
    return new CheckpointTally(reported, local + 1, acks, uploadedBytes, stateBytes, slowest);
  }

  CheckpointTally plusAck(SnapshotHandle handle, SnapshotStats stats) {
    return plusAcks(0, 1, stats.uploadedBytes(), handle.stateBytes(), SlowestParts.NONE.and(stats));
  }

  /**
   * Many acks at once.
   *
   * @param newly of their tasks, how many had not reported anything before
   * @param count of the acks
   * @param uploaded sum over them
   * @param state sum over them
   * @param parts maxima over them
   */
  CheckpointTally plusAcks(int newly, int count, long uploaded, long state, SlowestParts parts) {
    return new CheckpointTally(
        reported + newly,
        local,
        acks + count,
        uploadedBytes + uploaded,
        stateBytes + state,
        slowest.and(parts));
  }

  void addTo(Hash64 hash) {
    hash.add(reported).add(local).add(acks).add(uploadedBytes).add(stateBytes);
  }
}
