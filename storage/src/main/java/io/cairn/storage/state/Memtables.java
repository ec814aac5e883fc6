package io.cairn.storage.state;

import java.util.List;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * The memtables of one RocksDB, which are its write buffers: each column family has one that is
 * written to, and perhaps some that are frozen, which RocksDB writes to files in the background. Of
 * the store's owner thread.
 *
 * <p>Only what is called here freezes a memtable: RocksDB's own limits are set beyond ours, so that
 * what is written after a barrier stays out of files until the {@link BarrierCut} has its own.
 */
final class Memtables implements AutoCloseable {

  private static final String ACTIVE_BYTES = "rocksdb.cur-size-active-mem-table";

  private final RocksDB db;
  private final List<ColumnFamilyHandle> families;

  // That too many frozen ones hold up writers is left to RocksDB, as if it had frozen them itself.
  private final FlushOptions freezing =
      new FlushOptions().setWaitForFlush(false).setAllowWriteStall(true);
  private final FlushOptions flushing = new FlushOptions();

  /**
   * Borrows both.
   *
   * @param families grows with the database
   */
  Memtables(RocksDB db, List<ColumnFamilyHandle> families) {
    this.db = db;
    this.families = families;
  }

  List<ColumnFamilyHandle> families() {
    return families;
  }

  /** What a family's memtable holds that is written to, in bytes. */
  long activeBytes(ColumnFamilyHandle family) throws RocksDBException {
    return db.getLongProperty(family, ACTIVE_BYTES);
  }

  /** What is written from now on goes to another memtable than what was written. */
  void freeze(ColumnFamilyHandle family) throws RocksDBException {
    db.flush(freezing, family);
  }

  /** The same for all families. */
  void freeze() throws RocksDBException {
    db.flush(freezing, families);
  }

  /** Freezes all and waits until they are in files. */
  void flush() throws RocksDBException {
    db.flush(flushing, families);
  }

  @Override
  public void close() {
    freezing.close();
    flushing.close();
  }
}
