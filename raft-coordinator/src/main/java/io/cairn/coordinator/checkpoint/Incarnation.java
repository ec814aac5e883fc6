package io.cairn.coordinator.checkpoint;

/** One run of an agent's process, granted at registration; grows per cluster. Immutable. */
public record Incarnation(long value) implements Comparable<Incarnation> {
  /** Checks the range: 1 or more. */
  public Incarnation {
    if (value < 1) {
      throw new IllegalArgumentException("incarnation must be at least 1, is " + value);
    }
  }

  /** The id that is allocated after this one. */
  public Incarnation next() {
    return new Incarnation(value + 1);
  }

  @Override
  public int compareTo(Incarnation other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
