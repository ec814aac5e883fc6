package io.cairn.coordinator.checkpoint;

/** Where a job stands; see docs/state-machines.md. */
public enum JobStatus implements Coded {
  /** Known, never deployed. */
  SUBMITTED(1),
  /** An attempt exists, not every task runs yet. */
  DEPLOYING(2),
  /** Every task runs. */
  RUNNING(3),
  /** The last attempt failed; its checkpoint is on disks, and its uploads are awaited. */
  SALVAGING(4),
  /** The last attempt failed; the next one is awaited. */
  RESTARTING(5),
  /** Every source is at its end; a final checkpoint is due. */
  STOPPING(6),
  /** Ended with a final checkpoint and confirmed sinks. */
  FINISHED(7),
  /** Ended after too many restarts without progress. */
  FAILED(8),
  /** Ended by a person. */
  CANCELLED(9);

  private final int code;

  JobStatus(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }

  /** FINISHED, FAILED or CANCELLED: for good. */
  public boolean isEnded() {
    return this == FINISHED || this == FAILED || this == CANCELLED;
  }

  /** DEPLOYING, RUNNING or STOPPING: the job's attempt is live. */
  public boolean hasLiveAttempt() {
    return this == DEPLOYING || this == RUNNING || this == STOPPING;
  }
}
