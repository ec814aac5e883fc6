package io.cairn.coordinator.checkpoint;

/** How a job is to stop. */
public enum StopMode implements Coded {
  /** At once, without a checkpoint. */
  CANCEL(1),
  /** Sources end, a final checkpoint, confirmed commits. */
  DRAIN(2),
  /** Sources stop where they are, a savepoint to go on from, confirmed commits. */
  SAVEPOINT(3);

  private final int code;

  StopMode(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }
}
