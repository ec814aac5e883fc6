package io.cairn.coordinator.checkpoint;

/** Number of one deployment of a job; fences whatever an older one still does. Immutable. */
public record Attempt(long value) implements Comparable<Attempt> {
  /** No such thing; 0 on the wire, smaller than every real one. */
  public static final Attempt NONE = new Attempt(0);

  /** Checks the range: 0 or more. */
  public Attempt {
    if (value < 0) {
      throw new IllegalArgumentException("attempt must be at least 0, is " + value);
    }
  }

  /** Whether this stands for "none". */
  public boolean isNone() {
    return value == 0;
  }

  /** The id that is allocated after this one. */
  public Attempt next() {
    return new Attempt(value + 1);
  }

  @Override
  public int compareTo(Attempt other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
