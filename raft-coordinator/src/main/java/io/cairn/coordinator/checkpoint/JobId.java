package io.cairn.coordinator.checkpoint;

/**
 * Identity of a job: grows per cluster and is never used again. Shown as {@code job-7}. Immutable.
 */
public record JobId(long value) implements Comparable<JobId> {
  /** Checks the range: 1 or more. */
  public JobId {
    if (value < 1) {
      throw new IllegalArgumentException("job id must be at least 1, is " + value);
    }
  }

  /** The id that is allocated after this one. */
  public JobId next() {
    return new JobId(value + 1);
  }

  @Override
  public int compareTo(JobId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return "job-" + value;
  }
}
