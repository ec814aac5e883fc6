package io.cairn.agent.runtime;

/**
 * The marker between what is before a cut and what is after.
 *
 * @param checkpointId positive
 * @param last the checkpoint ends the job: operators see the end of their input before it
 * @param halts sources emit nothing after it; they alone need to know, so it does not travel
 */
public record Barrier(long checkpointId, boolean last, boolean halts) {

  public Barrier {
    if (checkpointId <= 0) {
      throw new IllegalArgumentException("checkpoint id " + checkpointId + " is not positive");
    }
  }

  /** After which sources go on, or have nothing left. */
  public Barrier(long checkpointId, boolean last) {
    this(checkpointId, last, false);
  }
}
