package io.cairn.coordinator.checkpoint;

/** A bug to plant: the last ack counts, though the timeout has decided already. */
public final class LastAckAfterTimeout {
  private LastAckAfterTimeout() {}

  /** In the place of {@code CheckpointRules.foreign} when a task acknowledges. */
  public static String foreign(CheckpointState checkpoint, Attempt attempt, int task) {
    boolean raced =
        checkpoint.abort() == AbortReason.TIMEOUT
            && checkpoint.attempt().equals(attempt)
            && checkpoint.acks() == checkpoint.taskCount() - 1;
    return raced ? null : CheckpointRules.foreign(checkpoint, attempt, task);
  }
}
