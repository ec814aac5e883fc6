package io.cairn.storage.state;

import java.util.Arrays;

/**
 * Puts the writes of a batch about into the order of their rows: RocksDB begins to look for the
 * place of a row at that of the one before, and rows by chance are far from each other in its
 * memory. Writes of the same row keep their order. Of the store's owner thread.
 *
 * <p>What is sorted are numbers: the row's first two octets, which are its key group, then four
 * from where the rows of the batch begin to differ, then the number of the write. That is their
 * order but for rows that are equal in all of these, which only costs time.
 */
final class RowOrder {

  /** The number of a write takes two octets. */
  static final int MAX_WRITES = 1 << Short.SIZE;

  private static final int GROUP_BYTES = Short.BYTES;

  private final long[] numbers;
  private final int[] rowFrom;
  private final int[] rowLength;
  private int count;

  RowOrder(int most) {
    if (most > MAX_WRITES) {
      throw new IllegalArgumentException(most + " writes");
    }
    numbers = new long[most];
    rowFrom = new int[most];
    rowLength = new int[most];
  }

  void clear() {
    count = 0;
  }

  /** The next write is to the row that lies there. */
  void add(int from, int length) {
    rowFrom[count] = from;
    rowLength[count] = length;
    count++;
  }

  /** Sorts the writes; then {@link #write} gives them. */
  void sort(byte[] octets) {
    int differ = firstDifference(octets);
    for (int i = 0; i < count; i++) {
      long group = part(octets, i, 0, GROUP_BYTES);
      long rest = part(octets, i, differ, Integer.BYTES);
      numbers[i] = group << 48 | rest << Short.SIZE | i;
    }
    // Key groups are below 0x8000, so that no number is negative.
    Arrays.sort(numbers, 0, count);
  }

  /** The number, in the order of {@link #add}, of the write that is this one in order. */
  int write(int place) {
    return (int) (numbers[place] & 0xffff);
  }

  /** Where in the rows, after their key groups. */
  private int firstDifference(byte[] octets) {
    int differ = Integer.MAX_VALUE;
    for (int i = 1; i < count; i++) {
      int mismatch =
          Arrays.mismatch(
              octets,
              rest(i),
              rowFrom[i] + rowLength[i],
              octets,
              rest(0),
              rowFrom[0] + rowLength[0]);
      if (mismatch >= 0) {
        differ = Math.min(differ, mismatch);
      }
    }
    return differ == Integer.MAX_VALUE ? GROUP_BYTES : GROUP_BYTES + differ;
  }

  private int rest(int write) {
    return rowFrom[write] + Math.min(GROUP_BYTES, rowLength[write]);
  }

  /** Some octets of a row as a number; those beyond its end are zero. */
  private long part(byte[] octets, int write, int offset, int bytes) {
    long number = 0;
    for (int i = offset; i < offset + bytes; i++) {
      number = number << 8 | (i < rowLength[write] ? octets[rowFrom[write] + i] & 0xff : 0);
    }
    return number;
  }
}
