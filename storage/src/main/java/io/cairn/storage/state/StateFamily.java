package io.cairn.storage.state;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteOptions;

/** The rows of one state. Of the store's owner thread. */
final class StateFamily {

  private final RocksDB db;
  private final ColumnFamilyHandle handle;
  private final WriteOptions writeOptions;
  private final WritePressure pressure;

  /** Borrows all of them from the database, which closes them. */
  StateFamily(
      RocksDB db, ColumnFamilyHandle handle, WriteOptions writeOptions, WritePressure pressure) {
    this.pressure = pressure;
    this.db = db;
    this.handle = handle;
    this.writeOptions = writeOptions;
  }

  /** Visits a row. */
  interface RowVisitor {
    void visit(byte[] key, byte[] value) throws RocksDBException;
  }

  byte @Nullable [] get(byte[] key) {
    try {
      return db.get(handle, key);
    } catch (RocksDBException e) {
      throw failed("read", e);
    }
  }

  void put(byte[] key, byte[] value) {
    try {
      db.put(handle, writeOptions, key, value);
      pressure.wrote(key.length + value.length);
    } catch (RocksDBException e) {
      throw failed("write", e);
    }
  }

  /** Appends to the row, without reading it. */
  void append(byte[] key, byte[] value) {
    try {
      db.merge(handle, writeOptions, key, value);
      pressure.wrote(key.length + value.length);
    } catch (RocksDBException e) {
      throw failed("append to", e);
    }
  }

  void delete(byte[] key) {
    try {
      db.delete(handle, writeOptions, key);
      pressure.wrote(key.length);
    } catch (RocksDBException e) {
      throw failed("delete from", e);
    }
  }

  boolean hasPrefix(byte[] prefix) {
    try (Slice bound = new Slice(successor(prefix));
        ReadOptions options = new ReadOptions().setIterateUpperBound(bound);
        RocksIterator rows = db.newIterator(handle, options)) {
      rows.seek(prefix);
      rows.status();
      return rows.isValid();
    } catch (RocksDBException e) {
      throw failed("scan", e);
    }
  }

  /** Visits the rows that begin with a prefix, as they are now, in the order of their keys. */
  void forEachRow(byte[] prefix, RowVisitor visitor) {
    scan(prefix, successor(prefix), visitor);
  }

  void deletePrefix(byte[] prefix) {
    forEachRow(prefix, (key, value) -> db.delete(handle, writeOptions, key));
  }

  /** Visits the distinct keys of the task's key groups. */
  void forEachKey(CurrentKey currentKey, KeyVisitor visitor) {
    KeyGroupRange range = currentKey.range();
    byte[][] previous = {new byte[0]};
    try {
      scan(
          groupPrefix(range.first()),
          groupPrefix(range.last() + 1),
          (row, value) -> {
            if (previous[0].length == 0 || !startsWith(row, previous[0])) {
              ByteBuffer header = ByteBuffer.wrap(row);
              int keyGroup = header.getShort();
              int end = CurrentKey.HEADER_BYTES + header.getInt();
              byte[] key = Arrays.copyOfRange(row, CurrentKey.HEADER_BYTES, end);
              previous[0] = Arrays.copyOf(row, end);
              currentKey.set(key, keyGroup);
              visitor.visit(key, keyGroup);
            }
          });
    } finally {
      currentKey.clear();
    }
  }

  private void scan(byte[] from, byte[] until, RowVisitor visitor) {
    try (Slice bound = new Slice(until);
        ReadOptions options = new ReadOptions().setIterateUpperBound(bound);
        RocksIterator rows = db.newIterator(handle, options)) {
      for (rows.seek(from); rows.isValid(); rows.next()) {
        visitor.visit(rows.key(), rows.value());
      }
      rows.status();
    } catch (RocksDBException e) {
      throw failed("scan", e);
    }
  }

  private static boolean startsWith(byte[] row, byte[] prefix) {
    return row.length >= prefix.length
        && Arrays.equals(row, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** Key groups end at 0x7fff, so the bound after the last one, 0x8000, still has two bytes. */
  static byte[] groupPrefix(int keyGroup) {
    return new byte[] {(byte) (keyGroup >>> 8), (byte) keyGroup};
  }

  /** The least row that is greater than all rows with the prefix; there is one, see above. */
  private static byte[] successor(byte[] prefix) {
    byte[] next = prefix.clone();
    int last = next.length - 1;
    while (next[last] == (byte) 0xff) {
      last--;
    }
    next[last]++;
    return Arrays.copyOf(next, last + 1);
  }

  private static StateAccessException failed(String action, RocksDBException cause) {
    return new StateAccessException("cannot " + action + " keyed state", cause);
  }
}
