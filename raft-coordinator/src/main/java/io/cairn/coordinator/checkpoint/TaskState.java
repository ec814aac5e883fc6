package io.cairn.coordinator.checkpoint;

/**
 * A task of the current attempt, once it has reported.
 *
 * @param task dense index
 * @param phase RUNNING, END_OF_INPUT or FAILED
 * @param committed for a sink: its transactions up to this checkpoint are confirmed as committed
 */
public record TaskState(int task, TaskPhase phase, CheckpointId committed) implements Hashed {
  /** Checks the phase. */
  public TaskState {
    if (phase.code() > TaskPhase.FAILED.code()) {
      throw new IllegalArgumentException("not a phase of an attempt: " + phase);
    }
  }

  @Override
  public long stateHash() {
    return Hash64.of("task").add(task).add(phase.code()).add(committed.value()).end();
  }
}
