package io.cairn.storage.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The newest writes of one state, on their way to RocksDB. They are kept in the form of RocksDB's
 * own write batch, so that hundreds of rows cost one call of native code. Of the store's owner
 * thread; whoever scans or takes a snapshot empties it first.
 *
 * <p>The form is that of RocksDB's {@code write_batch.cc}, which is also that of its log files:
 * sequence (8 octets), count (4, little-endian), then for each write its tag, the number of the
 * column family, the row's key and, unless it is a deletion, the value; numbers and lengths have 7
 * bits per octet, low ones first.
 */
final class WriteBuffer {

  /** The most writes that wait: a call of native code is then a small part of their cost. */
  static final int MAX_WRITES = 512;

  /** The most octets that wait; a larger row is not put in. */
  static final int MAX_BYTES = 64 * 1024;

  /** An idle state costs little. */
  private static final int FIRST_BYTES = 512;

  private static final int HEADER_BYTES = Long.BYTES + Integer.BYTES;
  private static final int COUNT_AT = Long.BYTES;
  private static final int LONGEST_NUMBER = 5;

  /** Twice the writes at least, so that a search is short. A power of two. */
  private static final int INDEX_SIZE = 4 * MAX_WRITES;

  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final int family;
  private byte[] octets = new byte[FIRST_BYTES];

  /** Where the newest write of a row begins; 0: free. */
  private final int[] index = new int[INDEX_SIZE];

  private final RowOrder order = new RowOrder(MAX_WRITES);

  /** Where each write begins, and after the last one where it ends. */
  private final int[] begins = new int[MAX_WRITES + 1];

  private int length = HEADER_BYTES;
  private int count;

  /** What is known here of a row. */
  enum Kind {
    /** Nothing: it is as it is in RocksDB. */
    NONE((byte) -1),
    DELETION((byte) 0x4),
    VALUE((byte) 0x5),
    /** Something is appended to what is in RocksDB. */
    MERGE((byte) 0x6);

    private final byte tag;

    Kind(byte tag) {
      this.tag = tag;
    }
  }

  WriteBuffer(int family) {
    this.family = family;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** How many writes wait. */
  int count() {
    return count;
  }

  /** Whether a write of a row and a value of these lengths would still find room. */
  boolean hasRoom(int row, int value) {
    return count < MAX_WRITES && HEADER_BYTES + MAX_BYTES - length >= bytesOf(row, value);
  }

  /** Whether such a write could ever find room. */
  static boolean fits(int row, int value) {
    return bytesOf(row, value) <= MAX_BYTES;
  }

  /** Adds a write that has room. */
  void add(Kind kind, byte[] row, int hash, byte[] value) {
    int at = length;
    int needed = length + bytesOf(row.length, value.length);
    if (needed > octets.length) {
      octets = Arrays.copyOf(octets, Math.max(needed, 2 * octets.length));
    }
    begins[count] = at;
    octets[length++] = kind.tag;
    number(family);
    number(row.length);
    order.add(length, row.length);
    append(row);
    if (kind != Kind.DELETION) {
      number(value.length);
      append(value);
    }
    count++;
    begins[count] = length;
    index[slotOf(row, hash)] = at;
  }

  /** What the newest write of a row is. */
  Kind kindOf(byte[] row, int hash) {
    int at = count == 0 ? 0 : index[slotOf(row, hash)];
    if (at == 0) {
      return Kind.NONE;
    }
    byte tag = octets[at];
    if (tag == Kind.VALUE.tag) {
      return Kind.VALUE;
    }
    return tag == Kind.DELETION.tag ? Kind.DELETION : Kind.MERGE;
  }

  /** The value of a row whose newest write is one. */
  byte[] valueOf(byte[] row, int hash) {
    int at = rowAt(index[slotOf(row, hash)]) + row.length;
    int size = numberAt(at);
    int from = at + sizeOf(size);
    return Arrays.copyOfRange(octets, from, from + size);
  }

  /** All writes, as RocksDB takes them, about in the order of their rows; a copy. */
  byte[] batch() {
    order.sort(octets);
    byte[] batch = new byte[length];
    LITTLE_ENDIAN.set(batch, COUNT_AT, count);
    int to = HEADER_BYTES;
    for (int i = 0; i < count; i++) {
      int write = order.write(i);
      int size = begins[write + 1] - begins[write];
      System.arraycopy(octets, begins[write], batch, to, size);
      to += size;
    }
    return batch;
  }

  void clear() {
    length = HEADER_BYTES;
    count = 0;
    order.clear();
    Arrays.fill(index, 0);
  }

  /** The slot that the row has, or would have. */
  private int slotOf(byte[] row, int hash) {
    int slot = hash & (INDEX_SIZE - 1);
    while (index[slot] != 0 && !holds(index[slot], row)) {
      slot = (slot + 1) & (INDEX_SIZE - 1);
    }
    return slot;
  }

  private boolean holds(int at, byte[] row) {
    int size = numberAt(at + 1 + sizeOf(family));
    int from = rowAt(at);
    return size == row.length && Arrays.equals(octets, from, from + size, row, 0, size);
  }

  private int rowAt(int at) {
    int size = at + 1 + sizeOf(family);
    return size + sizeOf(numberAt(size));
  }

  private void append(byte[] bytes) {
    System.arraycopy(bytes, 0, octets, length, bytes.length);
    length += bytes.length;
  }

  private void number(int value) {
    int rest = value;
    while (rest > 0x7f) {
      octets[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    octets[length++] = (byte) rest;
  }

  private int numberAt(int at) {
    int value = 0;
    int next = at;
    int shift = 0;
    while (octets[next] < 0) {
      value |= (octets[next++] & 0x7f) << shift;
      shift += 7;
    }
    return value | octets[next] << shift;
  }

  private static int sizeOf(int number) {
    int size = 1;
    for (int rest = number >>> 7; rest > 0; rest >>>= 7) {
      size++;
    }
    return size;
  }

  private static int bytesOf(int row, int value) {
    return 1 + 3 * LONGEST_NUMBER + row + value;
  }
}
