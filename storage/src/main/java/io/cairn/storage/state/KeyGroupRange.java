package io.cairn.storage.state;

/** The key groups of one task, both ends included. */
public record KeyGroupRange(int first, int last) {

  /** Checks the order; a range is never empty. */
  public KeyGroupRange {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("key groups " + first + " to " + last);
    }
  }

  /** Whether the group is in the range. */
  public boolean contains(int keyGroup) {
    return keyGroup >= first && keyGroup <= last;
  }

  /** Whether a group is in both ranges. */
  public boolean overlaps(KeyGroupRange other) {
    return first <= other.last && other.first <= last;
  }

  /** Whether all groups of the other range are in this one. */
  public boolean containsAll(KeyGroupRange other) {
    return first <= other.first && other.last <= last;
  }

  /** The groups in both ranges, which must overlap. */
  public KeyGroupRange intersection(KeyGroupRange other) {
    return new KeyGroupRange(Math.max(first, other.first), Math.min(last, other.last));
  }
}
