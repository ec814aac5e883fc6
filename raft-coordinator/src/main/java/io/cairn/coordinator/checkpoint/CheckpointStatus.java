package io.cairn.coordinator.checkpoint;

/** Where a checkpoint stands; see docs/state-machines.md. */
public enum CheckpointStatus implements Coded {
  /** Requested; no task has reported yet. */
  REQUESTING(1),
  /** At least one task has reported. */
  EXECUTING(2),
  /** Every task has acknowledged; the metadata is being written. */
  COMMITTING(3),
  /** Decided and restorable. */
  COMPLETED(4),
  /** Decided against, with a reason. */
  ABORTED(5),
  /** Was COMPLETED; newer ones are retained instead. */
  SUBSUMED(6),
  /** Its metadata is gone from the blob store. */
  DISCARDED(7);

  private final int code;

  CheckpointStatus(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }

  /** REQUESTING, EXECUTING or COMMITTING: not decided yet. */
  public boolean isUnfinished() {
    return this == REQUESTING || this == EXECUTING || this == COMMITTING;
  }

  /** REQUESTING or EXECUTING: acks are wanted. */
  public boolean wantsAcks() {
    return this == REQUESTING || this == EXECUTING;
  }
}
