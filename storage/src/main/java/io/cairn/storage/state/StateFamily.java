package io.cairn.storage.state;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The rows of one state, read through a cache and written in batches. Of the store's owner thread.
 */
final class StateFamily {

  private static final byte[] NOTHING = new byte[0];

  private final RocksDB db;
  private final ColumnFamilyHandle handle;
  private final WriteOptions writeOptions;
  private final WritePressure pressure;
  private final WriteBuffer pending;
  private final RowCache known;

  /**
   * Borrows the first four from the database, which closes them.
   *
   * @param cacheBudget how many octets the caches of this process may still take
   */
  StateFamily(
      RocksDB db,
      ColumnFamilyHandle handle,
      WriteOptions writeOptions,
      WritePressure pressure,
      AtomicLong cacheBudget) {
    this.pressure = pressure;
    this.db = db;
    this.handle = handle;
    this.writeOptions = writeOptions;
    this.pending = new WriteBuffer(handle.getID());
    this.known = new RowCache(cacheBudget);
  }

  /** Visits a row. */
  interface RowVisitor {
    void visit(byte[] key, byte[] value) throws RocksDBException;
  }

  byte @Nullable [] get(byte[] key) {
    int hash = RowHash.of(key);
    byte[] cached = known.get(key, hash);
    if (cached != null) {
      return cached;
    }
    switch (pending.kindOf(key, hash)) {
      case VALUE -> {
        return pending.valueOf(key, hash);
      }
      case DELETION -> {
        return null;
      }
      case MERGE -> flush();
      case NONE -> {}
    }
    try {
      byte[] stored = db.get(handle, key);
      if (stored != null) {
        known.put(key, hash, stored);
      }
      return stored;
    } catch (RocksDBException e) {
      throw failed("read", e);
    }
  }

  void put(byte[] key, byte[] value) {
    int hash = RowHash.of(key);
    known.put(key, hash, value);
    write(WriteBuffer.Kind.VALUE, key, hash, value);
  }

  /** Appends to the row, without reading it. */
  void append(byte[] key, byte[] value) {
    int hash = RowHash.of(key);
    known.remove(key, hash);
    write(WriteBuffer.Kind.MERGE, key, hash, value);
  }

  void delete(byte[] key) {
    int hash = RowHash.of(key);
    known.remove(key, hash);
    write(WriteBuffer.Kind.DELETION, key, hash, NOTHING);
  }

  /** Gives RocksDB what waits for it. */
  void flush() {
    if (pending.isEmpty()) {
      return;
    }
    byte[] bytes = pending.batch();
    try (WriteBatch batch = new WriteBatch(bytes)) {
      pressure.writing(pending.count(), bytes.length);
      db.write(writeOptions, batch);
      pending.clear();
    } catch (RocksDBException e) {
      throw failed("write", e);
    }
  }

  /** Gives the cache's memory back; what waits is lost, as all is that no snapshot holds. */
  void close() {
    known.close();
  }

  private void write(WriteBuffer.Kind kind, byte[] key, int hash, byte[] value) {
    if (!pending.hasRoom(key.length, value.length)) {
      flush();
    }
    if (WriteBuffer.fits(key.length, value.length)) {
      pending.add(kind, key, hash, value);
      return;
    }
    try {
      pressure.writing(1, key.length + value.length);
      switch (kind) {
        case VALUE -> db.put(handle, writeOptions, key, value);
        case MERGE -> db.merge(handle, writeOptions, key, value);
        case DELETION -> db.delete(handle, writeOptions, key);
        case NONE -> throw new IllegalArgumentException("no write");
      }
    } catch (RocksDBException e) {
      throw failed("write", e);
    }
  }

  boolean hasPrefix(byte[] prefix) {
    flush();
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
    forEachRow(prefix, (key, value) -> delete(key));
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
    flush();
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
