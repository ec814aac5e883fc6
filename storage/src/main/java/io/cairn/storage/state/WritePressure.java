package io.cairn.storage.state;

import org.rocksdb.RocksDBException;

/**
 * Keeps the write buffers of all stores within their bound: a store that has written a while while
 * they are over it waits for the flush of its own. RocksDB flushes by itself, but lets writers run
 * ahead of that as far as they like; its own stall would wait for the flushes of others, whose disk
 * may be full. Of the store's owner thread.
 */
final class WritePressure {

  /** Bytes between two looks, and so the most that a store can add unseen. */
  private static final int BYTES_PER_LOOK = 128 << 10;

  /** What RocksDB keeps for a row in memory beside its bytes, about. */
  private static final int ROW_OVERHEAD_BYTES = 64;

  private final StateResources resources;
  private final Flush flush;
  private int unseenBytes;

  /** Writes a store's buffers to files and waits for it. */
  interface Flush {
    void flush() throws RocksDBException;
  }

  WritePressure(StateResources resources, Flush flush) {
    this.resources = resources;
    this.flush = flush;
  }

  /** Rows of so many bytes, keys and values, were written. */
  void wrote(int bytes) throws RocksDBException {
    unseenBytes += bytes + ROW_OVERHEAD_BYTES;
    if (unseenBytes >= BYTES_PER_LOOK) {
      unseenBytes = 0;
      if (resources.areWriteBuffersOver()) {
        flush.flush();
      }
    }
  }
}
