package io.cairn.coordinator.checkpoint;

/** Why a checkpoint was requested. */
public enum CheckpointKind implements Coded {
  /** By the policy's interval. */
  PERIODIC(1),
  /** By a person. */
  MANUAL(2),
  /** The job ends with it. */
  FINAL(3);

  private final int code;

  CheckpointKind(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }
}
