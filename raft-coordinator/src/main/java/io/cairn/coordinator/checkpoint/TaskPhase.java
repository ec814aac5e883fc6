package io.cairn.coordinator.checkpoint;

/**
 * What a task reports about itself. RUNNING to FAILED are about the attempt, the others about a
 * checkpoint.
 */
public enum TaskPhase implements Coded {
  /** Deployed, restored, processing. */
  RUNNING(1),
  /** A source has emitted its last record. */
  END_OF_INPUT(2),
  /** The task failed. */
  FAILED(3),
  /** Took the barrier of the checkpoint. */
  STARTED(4),
  /** The snapshot is on the agent's disk. */
  LOCAL(5),
  /** Cannot take the checkpoint. */
  DECLINED(6);

  private final int code;

  TaskPhase(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }
}
