package io.cairn.storage.state;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Copies of the small rows of one state that were read or written last. Every row has a bucket of
 * {@value #WAYS} places by its hash; when it is full, the next row takes the place of one of the
 * four in turn. The places are in one array: a million rows are no million objects.
 *
 * <p>It only ever holds what RocksDB holds, or what waits in the {@link WriteBuffer}. It grows
 * while there is something left of the budget that all states of the process share. Of the store's
 * owner thread.
 */
final class RowCache {

  private static final int WAYS = 4;
  private static final int HEADER_BYTES = 2;
  private static final int FIRST_SLOT_BYTES = 32;

  /** Both lengths have an octet each. A larger row is not worth its place. */
  private static final int MAX_SLOT_BYTES = 256;

  private static final int FIRST_SLOTS = 256;

  /** A Java array has at most so many octets. */
  private static final int MAX_SLOTS = 1 << 22;

  private final AtomicLong budget;
  private int slotBytes = FIRST_SLOT_BYTES;
  private int slots;
  private int used;
  private int turn;
  private byte[] octets = new byte[0];

  /**
   * Begins empty.
   *
   * @param budget how many octets all caches of this process may still take
   */
  RowCache(AtomicLong budget) {
    this.budget = budget;
  }

  /** The value of a row; null if it is not known here. */
  byte @Nullable [] get(byte[] row, int hash) {
    int at = find(row, hash);
    if (at < 0) {
      return null;
    }
    int from = at + HEADER_BYTES + row.length;
    return Arrays.copyOfRange(octets, from, from + (octets[at + 1] & 0xff));
  }

  /** The row has this value now. */
  void put(byte[] row, int hash, byte[] value) {
    int bytes = HEADER_BYTES + row.length + value.length;
    if (bytes > MAX_SLOT_BYTES) {
      remove(row, hash);
      return;
    }
    int at = find(row, hash);
    if (at >= 0 && bytes <= slotBytes) {
      write(at, row, value);
      return;
    }
    if (bytes > slotBytes) {
      widen(bytes);
    } else if (used >= slots - slots / 4) {
      grow();
    }
    if (slots > 0) {
      write(place(hash), row, value);
    }
  }

  /** The row has a value that is not known here. */
  void remove(byte[] row, int hash) {
    int at = find(row, hash);
    if (at >= 0) {
      octets[at] = 0;
      used--;
    }
  }

  /** Gives the memory back. */
  void close() {
    budget.addAndGet(octets.length);
    octets = new byte[0];
    slots = 0;
    used = 0;
  }

  private void write(int at, byte[] row, byte[] value) {
    if (octets[at] == 0) {
      used++;
    }
    octets[at] = (byte) row.length;
    octets[at + 1] = (byte) value.length;
    System.arraycopy(row, 0, octets, at + HEADER_BYTES, row.length);
    System.arraycopy(value, 0, octets, at + HEADER_BYTES + row.length, value.length);
  }

  /** Where the row is, or -1. */
  private int find(byte[] row, int hash) {
    if (slots == 0) {
      return -1;
    }
    int at = bucket(hash);
    for (int way = 0; way < WAYS; way++, at += slotBytes) {
      int from = at + HEADER_BYTES;
      if ((octets[at] & 0xff) == row.length
          && Arrays.equals(octets, from, from + row.length, row, 0, row.length)) {
        return at;
      }
    }
    return -1;
  }

  /** A free place for a row that is not here, or that of another one. */
  private int place(int hash) {
    int first = bucket(hash);
    for (int way = 0; way < WAYS; way++) {
      if (octets[first + way * slotBytes] == 0) {
        return first + way * slotBytes;
      }
    }
    turn = (turn + 1) & (WAYS - 1);
    return first + turn * slotBytes;
  }

  private int bucket(int hash) {
    return (hash & (slots / WAYS - 1)) * WAYS * slotBytes;
  }

  /** Begins again with larger places; what was known is forgotten. */
  private void widen(int bytes) {
    close();
    while (slotBytes < bytes) {
      slotBytes *= 2;
    }
    allocate(FIRST_SLOTS);
  }

  private void grow() {
    byte[] before = octets;
    if (!allocate(slots == 0 ? FIRST_SLOTS : 2 * slots)) {
      return;
    }
    for (int at = 0; at < before.length; at += slotBytes) {
      int length = before[at] & 0xff;
      if (length > 0) {
        int from = at + HEADER_BYTES;
        int to = place(RowHash.of(before, from, length));
        System.arraycopy(before, at, octets, to, slotBytes);
        used++;
      }
    }
  }

  /** Takes an empty array of so many places instead of this one; false if it may not. */
  private boolean allocate(int count) {
    long bytes = (long) count * slotBytes;
    long more = bytes - octets.length;
    if (count > MAX_SLOTS || bytes > Integer.MAX_VALUE - 8 || budget.get() < more) {
      return false;
    }
    if (budget.addAndGet(-more) < 0) {
      budget.addAndGet(more);
      return false;
    }
    octets = new byte[(int) bytes];
    slots = count;
    used = 0;
    return true;
  }
}
