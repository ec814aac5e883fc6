package io.cairn.agent.runtime;

import io.cairn.storage.snapshot.LocalSnapshot;
import io.cairn.storage.state.StateFigures;

/**
 * A task's part of a checkpoint, durable on this machine.
 *
 * @param alignMillis from the first barrier to the last one
 * @param alignBytes octets of the records that were read from other channels meanwhile
 * @param localMillis from the last barrier until it was durable
 * @param figures of its keyed state, at the barrier
 */
public record TaskSnapshot(
    long checkpointId,
    LocalSnapshot local,
    long alignMillis,
    long alignBytes,
    long localMillis,
    StateFigures figures) {
  /** Without keyed state. */
  public TaskSnapshot(
      long checkpointId, LocalSnapshot local, long alignMillis, long alignBytes, long localMillis) {
    this(checkpointId, local, alignMillis, alignBytes, localMillis, StateFigures.NONE);
  }
}
