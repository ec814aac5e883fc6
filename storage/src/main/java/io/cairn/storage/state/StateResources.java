package io.cairn.storage.state;

import java.util.concurrent.atomic.AtomicInteger;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.StringAppendOperator;
import org.rocksdb.WriteBufferManager;

/**
 * The memory that all keyed state of this process shares: one block cache, one budget of write
 * buffers. Any thread.
 *
 * <p>Owned by the agent's wiring: opened before the first store and closed after the last one.
 */
public final class StateResources implements AutoCloseable {

  /** Default size of the block cache. */
  public static final long DEFAULT_BLOCK_CACHE_BYTES = 128L << 20;

  /** Default budget of all write buffers; RocksDB flushes the largest when it is used up. */
  public static final long DEFAULT_WRITE_BUFFER_BYTES = 128L << 20;

  /** Write buffer of one column family: small, since one task may have several states. */
  private static final long FAMILY_WRITE_BUFFER_BYTES = 16L << 20;

  /** SSTs of this size: one changed key costs at most about this much of the next upload. */
  private static final long TARGET_FILE_BYTES = 16L << 20;

  private static final int MAX_OPEN_FILES = 512;

  private static final int BLOOM_BITS_PER_KEY = 10;

  static {
    RocksDB.loadLibrary();
  }

  private final LRUCache blockCache;
  private final WriteBufferManager writeBuffers;
  private final BloomFilter bloomFilter;
  private final StringAppendOperator appendOperator;
  private final AtomicInteger users = new AtomicInteger();

  /** Takes the sizes in bytes. */
  public StateResources(long blockCacheBytes, long writeBufferBytes) {
    if (blockCacheBytes <= 0 || writeBufferBytes <= 0) {
      throw new IllegalArgumentException(
          "block cache " + blockCacheBytes + " and write buffers " + writeBufferBytes);
    }
    blockCache = new LRUCache(blockCacheBytes);
    // The budget is not charged to the cache: a small cache would then stall every write.
    writeBuffers = new WriteBufferManager(writeBufferBytes, new LRUCache(1 << 10));
    bloomFilter = new BloomFilter(BLOOM_BITS_PER_KEY);
    appendOperator = new StringAppendOperator("");
  }

  /** Resources of the default sizes. */
  public static StateResources ofDefaultSizes() {
    return new StateResources(DEFAULT_BLOCK_CACHE_BYTES, DEFAULT_WRITE_BUFFER_BYTES);
  }

  DBOptions newDbOptions() {
    return new DBOptions()
        .setCreateIfMissing(true)
        .setCreateMissingColumnFamilies(true)
        .setWriteBufferManager(writeBuffers)
        .setAvoidFlushDuringShutdown(true)
        .setMaxOpenFiles(MAX_OPEN_FILES)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setKeepLogFileNum(2)
        .setStatsDumpPeriodSec(0)
        .setUseFsync(false);
  }

  ColumnFamilyOptions newFamilyOptions() {
    return new ColumnFamilyOptions()
        .setWriteBufferSize(FAMILY_WRITE_BUFFER_BYTES)
        .setTargetFileSizeBase(TARGET_FILE_BYTES)
        .setLevelCompactionDynamicLevelBytes(true)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setMergeOperator(appendOperator)
        .setTableFormatConfig(
            new BlockBasedTableConfig()
                .setBlockCache(blockCache)
                .setFilterPolicy(bloomFilter)
                .setCacheIndexAndFilterBlocks(true)
                .setPinL0FilterAndIndexBlocksInCache(true));
  }

  void acquire() {
    users.incrementAndGet();
  }

  void release() {
    users.decrementAndGet();
  }

  /**
   * Frees the memory.
   *
   * @throws IllegalStateException if a store is still open: the memory is still in use
   */
  @Override
  public void close() {
    if (users.get() != 0) {
      throw new IllegalStateException(users.get() + " state stores are still open");
    }
    appendOperator.close();
    bloomFilter.close();
    writeBuffers.close();
    blockCache.close();
  }
}
