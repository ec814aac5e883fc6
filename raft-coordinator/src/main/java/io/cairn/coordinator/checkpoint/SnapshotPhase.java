package io.cairn.coordinator.checkpoint;

/** How far one task's part of a checkpoint is. */
public enum SnapshotPhase implements Coded {
  /** The task took the barrier. */
  STARTED(1),
  /** The snapshot is on the agent's disk, its journal fsynced. */
  LOCAL(2),
  /** The snapshot is durable in the blob store. */
  ACKED(3);

  private final int code;

  SnapshotPhase(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }
}
