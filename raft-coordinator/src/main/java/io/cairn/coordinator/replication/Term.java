package io.cairn.coordinator.replication;

/** A Raft term: at most one leader exists in each. Immutable. */
public record Term(long value) implements Comparable<Term> {
  /** Checks the range: 1 or more. */
  public Term {
    if (value < 1) {
      throw new IllegalArgumentException("term must be at least 1, is " + value);
    }
  }

  /** The one after this. */
  public Term next() {
    return new Term(value + 1);
  }

  @Override
  public int compareTo(Term other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
