package io.cairn.coordinator.checkpoint;

/** Where a job's attempt stands; see docs/state-machines.md. */
public enum AttemptStatus implements Coded {
  /** Placed; not every task has reported RUNNING. */
  DEPLOYING(1),
  /** Every task has reported RUNNING. */
  RUNNING(2),
  /** A task failed or its agent was lost; to be replaced. */
  FAILED(3),
  /** The job has ended. */
  ENDED(4);

  private final int code;

  AttemptStatus(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }

  /** DEPLOYING or RUNNING: its tasks occupy slots. */
  public boolean isLive() {
    return this == DEPLOYING || this == RUNNING;
  }
}
