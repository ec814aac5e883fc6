package io.cairn.coordinator.checkpoint;

/**
 * What only grows in a job's life; exact for ever.
 *
 * @param lastCheckpoint newest checkpoint id allocated
 * @param lastAttempt newest attempt number allocated
 * @param completed checkpoints that were COMPLETED
 * @param aborted checkpoints that were ABORTED
 * @param restarts attempts that failed
 * @param restores attempts that began from a checkpoint; not hashed
 */
public record JobCounters(
    CheckpointId lastCheckpoint,
    Attempt lastAttempt,
    long completed,
    long aborted,
    long restarts,
    Restores restores) {
  /** Of a new job. */
  public static final JobCounters ZERO =
      new JobCounters(CheckpointId.NONE, Attempt.NONE, 0, 0, 0, Restores.NONE);

  JobCounters withLastCheckpoint(CheckpointId id) {
    return new JobCounters(id, lastAttempt, completed, aborted, restarts, restores);
  }

  JobCounters withLastAttempt(Attempt number) {
    return new JobCounters(lastCheckpoint, number, completed, aborted, restarts, restores);
  }

  JobCounters plusCompleted() {
    return new JobCounters(lastCheckpoint, lastAttempt, completed + 1, aborted, restarts, restores);
  }

  JobCounters plusAborted() {
    return new JobCounters(lastCheckpoint, lastAttempt, completed, aborted + 1, restarts, restores);
  }

  JobCounters plusRestart() {
    return new JobCounters(lastCheckpoint, lastAttempt, completed, aborted, restarts + 1, restores);
  }

  JobCounters plusRestore(long wallMillis) {
    return new JobCounters(
        lastCheckpoint, lastAttempt, completed, aborted, restarts, restores.plus(wallMillis));
  }

  void addTo(Hash64 hash) {
    hash.add(lastCheckpoint.value()).add(lastAttempt.value());
    hash.add(completed).add(aborted).add(restarts);
  }
}
