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
    return new CheckpointTally(
        reported,
        local,
        acks + 1,
        uploadedBytes + stats.uploadedBytes(),
        stateBytes + handle.stateBytes(),
        slowest.and(stats));
  }

  void addTo(Hash64 hash) {
    hash.add(reported).add(local).add(acks).add(uploadedBytes).add(stateBytes);
  }
}
