package io.cairn.coordinator.checkpoint;

/**
 * Identity of a checkpoint within its job: grows over terms and attempts, never used again.
 * Immutable.
 */
public record CheckpointId(long value) implements Comparable<CheckpointId> {
  /** No such thing; 0 on the wire, smaller than every real one. */
  public static final CheckpointId NONE = new CheckpointId(0);

  /** Checks the range: 0 or more. */
  public CheckpointId {
    if (value < 0) {
      throw new IllegalArgumentException("checkpoint id must be at least 0, is " + value);
    }
  }

  /** Whether this stands for "none". */
  public boolean isNone() {
    return value == 0;
  }

  /** The id that is allocated after this one. */
  public CheckpointId next() {
    return new CheckpointId(value + 1);
  }

  @Override
  public int compareTo(CheckpointId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
