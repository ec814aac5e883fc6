package io.cairn.examples.flights.verdict;

import java.util.Arrays;

/** The {@code update} lines of one key, packed: a run has millions of them. Not thread-safe. */
final class Updates {

  private static final int FIELDS = 4;
  private static final int FIRST_CAPACITY = 16;

  private long[] values = new long[FIRST_CAPACITY * FIELDS];
  private int size;

  /**
   * One line.
   *
   * @param sequence which flight of the key it is, from 1
   */
  record Update(long sequence, long delay, long total, long late) {}

  void add(long sequence, long delay, long total, long late) {
    int at = size * FIELDS;
    if (at == values.length) {
      values = Arrays.copyOf(values, Math.multiplyExact(values.length, 2));
    }
    values[at] = sequence;
    values[at + 1] = delay;
    values[at + 2] = total;
    values[at + 3] = late;
    size++;
  }

  int size() {
    return size;
  }

  /** All lines by sequence; lines of equal sequence in the order in which they were read. */
  Update[] sorted() {
    Update[] updates = new Update[size];
    for (int i = 0; i < size; i++) {
      int at = i * FIELDS;
      updates[i] = new Update(values[at], values[at + 1], values[at + 2], values[at + 3]);
    }
    Arrays.sort(updates, (a, b) -> Long.compare(a.sequence, b.sequence));
    return updates;
  }
}
