package io.cairn.coordinator.checkpoint;

/**
 * What only grows in a job's life; exact for ever.
 *
 * @param lastCheckpoint newest checkpoint id allocated
 * @param lastAttempt newest attempt number allocated
 * @param completed checkpoints that were COMPLETED
 * @param aborted checkpoints that were ABORTED
 * @param restarts attempts that failed
 */
public record JobCounters(
    CheckpointId lastCheckpoint, Attempt lastAttempt, long completed, long aborted, long restarts) {
  /** Of a new job. */
  public static final JobCounters ZERO = new JobCounters(CheckpointId.NONE, Attempt.NONE, 0, 0, 0);

  JobCounters withLastCheckpoint(CheckpointId id) {
    return new JobCounters(id, lastAttempt, completed, aborted, restarts);
  }

  JobCounters withLastAttempt(Attempt number) {
    return new JobCounters(lastCheckpoint, number, completed, aborted, restarts);
  }

  JobCounters plusCompleted() {
    return new JobCounters(lastCheckpoint, lastAttempt, completed + 1, aborted, restarts);
  }

  JobCounters plusAborted() {
    return new JobCounters(lastCheckpoint, lastAttempt, completed, aborted + 1, restarts);
  }

  JobCounters plusRestart() {
    return new JobCounters(lastCheckpoint, lastAttempt, completed, aborted, restarts + 1);
  }

  void addTo(Hash64 hash) {
    hash.add(lastCheckpoint.value()).add(lastAttempt.value());
    hash.add(completed).add(aborted).add(restarts);
  }
}
