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
}
