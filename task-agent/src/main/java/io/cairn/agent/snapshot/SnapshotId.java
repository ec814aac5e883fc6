package io.cairn.agent.snapshot;

/**
 * Which snapshot of which task.
 *
 * @param task dense number of the task in its job
 */
public record SnapshotId(long jobId, long attempt, long checkpointId, int task) {

  public SnapshotId {
    if (jobId <= 0 || attempt <= 0 || checkpointId <= 0 || task < 0) {
      throw new IllegalArgumentException(
          "job " + jobId + " attempt " + attempt + " checkpoint " + checkpointId + " task " + task);
    }
  }

  /** As people and file names show it: {@code job-7 attempt 2 checkpoint 31 task 4}. */
  @Override
  public String toString() {
    return "job-" + jobId + " attempt " + attempt + " checkpoint " + checkpointId + " task " + task;
  }
}
