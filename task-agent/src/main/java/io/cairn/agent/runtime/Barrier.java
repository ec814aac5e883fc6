package io.cairn.agent.runtime;

/**
 * The marker between what is before a cut and what is after.
 *
 * @param checkpointId positive
 * @param last the checkpoint ends the job: operators see the end of their input before it
 */
public record Barrier(long checkpointId, boolean last) {

  public Barrier {
    if (checkpointId <= 0) {
      throw new IllegalArgumentException("checkpoint id " + checkpointId + " is not positive");
    }
  }
}
