package io.cairn.coordinator.checkpoint;

/** Why a checkpoint was aborted. */
public enum AbortReason implements Coded {
  /** The policy's budget was used up. */
  TIMEOUT(1),
  /** A task could not take it. */
  DECLINED(2),
  /** A newer attempt began. */
  NEWER_ATTEMPT(3),
  /** A newer checkpoint completed. */
  NEWER_COMPLETION(4),
  /** Its metadata could not be written in time. */
  METADATA_FAILED(5),
  /** A task failed or its agent was lost before all acks were in. */
  TASK_LOST(6),
  /** The job ended. */
  JOB_ENDED(7),
  /** A person asked for it. */
  PERSON(8);

  private final int code;

  AbortReason(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }

  /** Whether the checkpoint failed of itself: it counts against what the policy tolerates. */
  public boolean isFailure() {
    return this == TIMEOUT || this == DECLINED || this == METADATA_FAILED;
  }
}
