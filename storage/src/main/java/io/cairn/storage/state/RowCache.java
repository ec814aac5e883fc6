package io.cairn.storage.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Copies of the small rows of one state that were read or written last. Every row has a bucket of
 * {@value #WAYS} places by its hash; when it is full, the next row takes the place of one of them
 * in turn. The places are in one array: a million rows are no million objects.
 *
 * <p>A second array has an octet of each place's hash, so that a row is looked for in two words
 * that the processor has at hand, and then fetched from memory once. With sixteen places, of a
 * cache that is half full next to no bucket overflows; with four, one row of seven is in a bucket
 * that does, and a row that is not here costs as much as fifty that are.
 *
 * <p>It only ever holds what RocksDB holds, or what waits in the {@link WriteBuffer}. It grows
 * while there is something left of the budget that all states of the process share. Of the store's
 * owner thread.
 */
final class RowCache {

  private static final int WAYS = 2 * Long.BYTES;
  private static final int HEADER_BYTES = 2;
  private static final int FIRST_SLOT_BYTES = 32;

  /** Both lengths have an octet each. A larger row is not worth its place. */
  private static final int MAX_SLOT_BYTES = 256;

  private static final int FIRST_SLOTS = 256;

  /** A Java array has at most so many octets. */
  private static final int MAX_SLOTS = 1 << 22;

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH_LOW_BIT = 0x0101010101010101L;
  private static final long EACH_HIGH_BIT = 0x8080808080808080L;

  /** The tag of a place without a row. */
  private static final byte FREE = 0;

  private final AtomicLong budget;
  private int slotBytes = FIRST_SLOT_BYTES;
  private int slots;
  private int used;
  private int turn;
  private byte[] octets = new byte[0];
  private byte[] tags = new byte[0];

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
    int slot = find(row, hash);
    if (slot < 0) {
      return null;
    }
    int at = slot * slotBytes;
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
    int slot = find(row, hash);
    if (slot >= 0 && bytes <= slotBytes) {
      write(slot, row, value);
      return;
    }
    if (bytes > slotBytes) {
      widen(bytes);
    } else if (used >= slots - slots / 4) {
      grow();
    }
    if (slots > 0) {
      slot = place(hash);
      write(slot, row, value);
      tags[slot] = tag(hash);
    }
  }

  /** The row has a value that is not known here. */
  void remove(byte[] row, int hash) {
    int slot = find(row, hash);
    if (slot >= 0) {
      tags[slot] = FREE;
      used--;
    }
  }

  /** Gives the memory back. */
  void close() {
    budget.addAndGet(octets.length + tags.length);
    octets = new byte[0];
    tags = new byte[0];
    slots = 0;
    used = 0;
  }

  private void write(int slot, byte[] row, byte[] value) {
    int at = slot * slotBytes;
    octets[at] = (byte) row.length;
    octets[at + 1] = (byte) value.length;
    System.arraycopy(row, 0, octets, at + HEADER_BYTES, row.length);
    System.arraycopy(value, 0, octets, at + HEADER_BYTES + row.length, value.length);
  }

  /** The place that the row is in, or -1. */
  private int find(byte[] row, int hash) {
    if (slots == 0) {
      return -1;
    }
    int first = bucket(hash);
    long wanted = (tag(hash) & 0xff) * EACH_LOW_BIT;
    for (int word = first; word < first + WAYS; word += Long.BYTES) {
      long marks = zeros((long) WORDS.get(tags, word) ^ wanted);
      for (; marks != 0; marks &= marks - 1) {
        int slot = word + Long.numberOfTrailingZeros(marks) / Byte.SIZE;
        if (tags[slot] != FREE && holds(slot, row)) {
          return slot;
        }
      }
    }
    return -1;
  }

  private boolean holds(int slot, byte[] row) {
    int at = slot * slotBytes;
    int from = at + HEADER_BYTES;
    return (octets[at] & 0xff) == row.length
        && Arrays.equals(octets, from, from + row.length, row, 0, row.length);
  }

  /** A place for a row that is not here: a free one, or that of another row. Counts it. */
  private int place(int hash) {
    int first = bucket(hash);
    for (int slot = first; slot < first + WAYS; slot++) {
      if (tags[slot] == FREE) {
        used++;
        return slot;
      }
    }
    turn = (turn + 1) & (WAYS - 1);
    return first + turn;
  }

  /** The first place of the row's bucket. */
  private int bucket(int hash) {
    return (hash & (slots / WAYS - 1)) * WAYS;
  }

  /** Of other bits of the hash than {@link #bucket}; never {@link #FREE}. */
  private static byte tag(int hash) {
    return (byte) (hash >>> 24 | 1);
  }

  /**
   * Marks each octet that is zero, and perhaps some above one that is. (H. S. Warren, Hacker's
   * Delight, 6-1.)
   */
  private static long zeros(long word) {
    return (word - EACH_LOW_BIT) & ~word & EACH_HIGH_BIT;
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
    byte[] beforeTags = tags;
    if (!allocate(slots == 0 ? FIRST_SLOTS : 2 * slots)) {
      return;
    }
    for (int slot = 0; slot < beforeTags.length; slot++) {
      if (beforeTags[slot] != FREE) {
        int at = slot * slotBytes;
        int hash = RowHash.of(before, at + HEADER_BYTES, before[at] & 0xff);
        int to = place(hash);
        System.arraycopy(before, at, octets, to * slotBytes, slotBytes);
        tags[to] = tag(hash);
      }
    }
  }

  /** Takes empty arrays of so many places instead of these; false if it may not. */
  private boolean allocate(int count) {
    long bytes = (long) count * slotBytes;
    long more = bytes + count - octets.length - tags.length;
    if (count > MAX_SLOTS || bytes > Integer.MAX_VALUE - 8 || budget.get() < more) {
      return false;
    }
    if (budget.addAndGet(-more) < 0) {
      budget.addAndGet(more);
      return false;
    }
    octets = new byte[(int) bytes];
    tags = new byte[count];
    slots = count;
    used = 0;
    return true;
  }
}
