package io.cairn.coordinator.checkpoint;

/** Why a checkpoint was requested. */
public enum CheckpointKind implements Coded {
  /** By the policy's interval. */
  PERIODIC(1),
  /** By a person. */
  MANUAL(2),
  /** The job ends with it, at the end of its input. */
  FINAL(3),
  /** By a person, of a job that goes on: kept until a person deletes it, and commits nothing. */
  SAVEPOINT(4),
  /** A savepoint that the job stops with, in the middle of its input: its sinks commit. */
  FINAL_SAVEPOINT(5),
  /** The sources stop where they are, and the job goes on elsewhere: an agent is drained. */
  RELOCATION(6),
  /** The job goes on from it at another parallelism: sources stop where they are. */
  RESCALE(7);

  private final int code;

  CheckpointKind(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }

  /** Whether it is self-contained, named, and kept until a person deletes it. */
  public boolean isSavepoint() {
    return this == SAVEPOINT || this == FINAL_SAVEPOINT;
  }

  /** Whether the job ends with it. */
  public boolean endsJob() {
    return this == FINAL || this == FINAL_SAVEPOINT;
  }

  /**
   * Whether the job's own progress hangs on it: it becomes a base and a restore point, sinks commit
   * up to it, its failures count. Of all but SAVEPOINT, which happens beside the others.
   */
  public boolean isProgress() {
    return this != SAVEPOINT;
  }
}
