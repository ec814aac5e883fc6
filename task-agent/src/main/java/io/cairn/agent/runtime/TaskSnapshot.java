package io.cairn.agent.runtime;

import io.cairn.storage.snapshot.LocalSnapshot;

/**
 * A task's part of a checkpoint, durable on this machine.
 *
 * @param alignMillis from the first barrier to the last one
 * @param alignBytes octets of the records that were read from other channels meanwhile
 * @param localMillis what the task's thread spent on it
 */
public record TaskSnapshot(
    long checkpointId, LocalSnapshot local, long alignMillis, long alignBytes, long localMillis) {}
