package io.cairn.agent.runtime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A sink's transactions that are prepared and not known committed, oldest first. As octets, version
 * 1: version (1), count (4), then for each checkpoint id (8), length (4), the sink's own octets;
 * all big-endian. Of the task's thread.
 */
final class PreparedTransactions {
  private static final byte VERSION = 1;

  private final Queue<Entry> entries = new ArrayDeque<>();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Entry(long checkpointId, byte[] transaction) {}

  /** Reads what a snapshot holds; null is none. */
  static PreparedTransactions decode(byte @Nullable [] octets) throws IOException {
    PreparedTransactions prepared = new PreparedTransactions();
    if (octets == null) {
      return prepared;
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(octets));
    byte version = in.readByte();
    if (version != VERSION) {
      throw new IOException("a list of transactions of version " + version + ", not " + VERSION);
    }
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      long checkpointId = in.readLong();
      int length = in.readInt();
      if (length < 0 || length > in.available()) {
        throw new IOException("a transaction of " + length + " octets in a list that is shorter");
      }
      prepared.add(checkpointId, in.readNBytes(length));
    }
    if (count < 0 || in.available() > 0) {
      throw new IOException(
          "a list of " + count + " transactions, and " + in.available() + " octets are left over");
    }
    return prepared;
  }

  /**
   * Those that older instances left: each is taken over by the one instance that stands for its
   * own.
   *
   * @param lists of all that were restored, as {@link #encode(int)} wrote them
   * @param mine whether this instance stands for an older one
   */
  static PreparedTransactions decode(List<byte[]> lists, IntPredicate mine) throws IOException {
    List<Entry> all = new ArrayList<>();
    for (byte[] octets : lists) {
      ByteBuffer in = ByteBuffer.wrap(octets);
      if (octets.length < Integer.BYTES) {
        throw new IOException("a list of transactions of " + octets.length + " octets");
      }
      if (mine.test(in.getInt())) {
        byte[] list = new byte[in.remaining()];
        in.get(list);
        all.addAll(decode(list).entries);
      }
    }
    all.sort(Comparator.comparingLong(Entry::checkpointId));
    PreparedTransactions prepared = new PreparedTransactions();
    prepared.entries.addAll(all);
    return prepared;
  }

  /** With the instance that prepared them before. */
  byte[] encode(int instance) throws IOException {
    byte[] list = encode();
    return ByteBuffer.allocate(Integer.BYTES + list.length).putInt(instance).put(list).array();
  }

  byte[] encode() throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(octets);
    out.writeByte(VERSION);
    out.writeInt(entries.size());
    for (Entry entry : entries) {
      out.writeLong(entry.checkpointId());
      out.writeInt(entry.transaction().length);
      out.write(entry.transaction());
    }
    return octets.toByteArray();
  }

  void add(long checkpointId, byte[] transaction) {
    entries.add(new Entry(checkpointId, transaction));
  }

  /** All of them, oldest first. */
  List<byte[]> all() {
    List<byte[]> all = new ArrayList<>();
    entries.forEach(entry -> all.add(entry.transaction()));
    return all;
  }

  /** The oldest, if it was prepared for this checkpoint or an earlier one; else null. */
  byte @Nullable [] oldestUpTo(long checkpointId) {
    Entry oldest = entries.peek();
    return oldest == null || oldest.checkpointId() > checkpointId ? null : oldest.transaction();
  }

  /** The oldest is committed. */
  void removeOldest() {
    entries.remove();
  }
}
