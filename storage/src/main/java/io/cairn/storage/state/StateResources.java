package io.cairn.storage.state;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.Env;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Priority;
import org.rocksdb.RocksDB;
import org.rocksdb.StringAppendOperator;
import org.rocksdb.WriteBufferManager;

/**
 * The memory that all keyed state of this process shares: one budget, for the block cache and the
 * write buffers together. Any thread.
 *
 * <p>Write buffers are charged to the block cache: as they grow, cached blocks give way, so that
 * what both take never exceeds the budget while the write buffers alone do not. Stores begin to
 * flush at 7/8 of their share, and what is being flushed still counts; from 5/4 on, writers wait,
 * so they pass their share by half at most, see {@link WritePressure}. {@link StateMemory} leaves
 * room for that.
 *
 * <p>Owned by the agent's wiring: opened before the first store and closed after the last one.
 */
public final class StateResources implements AutoCloseable {

  /**
   * More than there is: RocksDB charges write buffers to the cache, and never flushes by itself.
   */
  private static final long NO_BOUND_OF_ROCKSDB = 1L << 50;

  /** Frozen write buffers of a family beyond which RocksDB holds writers up, and one more. */
  private static final int MOST_MEMTABLES = 6;

  /** Files of the size of a write buffer that are merged at once, as RocksDB does with 16 MiB. */
  private static final int COMPACT_AT_FILES = 8;

  /** Far beyond the above: until then compaction catches up by itself. */
  private static final int SLOW_DOWN_AT_FILES = 32;

  private static final int STOP_AT_FILES = 48;

  /**
   * Write buffers grow by such pieces, the first with the first row: 100 tasks with 4 states take
   * 25 MiB before they hold anything. RocksDB's default of 1 MiB would make it 400.
   */
  private static final long ARENA_BLOCK_BYTES = 64L << 10;

  /** Most heap for copies of rows, of all stores together. */
  private static final long MAX_ROW_CACHE_BYTES = 96L << 20;

  /** The copies take at most this part of the heap. */
  private static final int ROW_CACHE_HEAP_PART = 8;

  /** Flushes at the same time, of all stores: those of small states wait for the disk only. */
  private static final int FLUSHERS = 8;

  /** SSTs of this size: one changed key costs at most about this much of the next upload. */
  private static final long TARGET_FILE_BYTES = 16L << 20;

  /** Of the cache for filters and indexes, which are read for every key: they are evicted last. */
  private static final double HIGH_PRIORITY_SHARE = 0.25;

  /**
   * The cache is divided into parts of at least this size, each with a lock: the charge of the
   * write buffers falls on them by chance, in pieces of 256 KiB, and a small part would overflow.
   */
  private static final long CACHE_PART_BYTES = 32L << 20;

  private static final int MAX_CACHE_PARTS = 16;

  private static final int MAX_OPEN_FILES = 512;

  private static final int BLOOM_BITS_PER_KEY = 10;

  static {
    RocksDB.loadLibrary();
    // Tasks that take a snapshot at the same time wait for their flushes: not in one queue.
    Env flushers = Env.getDefault();
    flushers.setBackgroundThreads(
        Math.max(FLUSHERS, Runtime.getRuntime().availableProcessors()), Priority.HIGH);
  }

  private final LRUCache blockCache;
  private final long budgetBytes;
  private final long writeBufferBytes;
  private final WriteBufferManager writeBuffers;
  private final BloomFilter bloomFilter;
  private final StringAppendOperator appendOperator;
  private final AtomicLong rowCacheBudget =
      new AtomicLong(
          Math.min(MAX_ROW_CACHE_BYTES, Runtime.getRuntime().maxMemory() / ROW_CACHE_HEAP_PART));
  private final AtomicLong activeBytes = new AtomicLong();
  private final AtomicInteger users = new AtomicInteger();

  /** Shares out a budget. */
  public StateResources(StateMemory memory) {
    this(memory.bytes() - memory.writeBufferBytes(), memory.writeBufferBytes());
  }

  /** Takes what is left for blocks when the write buffers are full, and the write buffers. */
  public StateResources(long blockCacheBytes, long writeBufferBytes) {
    if (blockCacheBytes <= 0 || writeBufferBytes <= 0) {
      throw new IllegalArgumentException(
          "block cache " + blockCacheBytes + " and write buffers " + writeBufferBytes);
    }
    budgetBytes = blockCacheBytes + writeBufferBytes;
    this.writeBufferBytes = writeBufferBytes;
    // Not strict: reads must not fail because a moment's write buffers have displaced all blocks.
    blockCache = new LRUCache(budgetBytes, partBits(budgetBytes), false, HIGH_PRIORITY_SHARE);
    writeBuffers = new WriteBufferManager(NO_BOUND_OF_ROCKSDB, blockCache, false);
    bloomFilter = new BloomFilter(BLOOM_BITS_PER_KEY);
    appendOperator = new StringAppendOperator("");
  }

  /** The logarithm of the number of parts, which is a power of two. */
  private static int partBits(long budgetBytes) {
    long parts = Math.min(MAX_CACHE_PARTS, Math.max(1, budgetBytes / CACHE_PART_BYTES));
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(parts);
  }

  /** Resources of the default sizes. */
  public static StateResources ofDefaultSizes() {
    return new StateResources(StateMemory.ofDefaultSizes());
  }

  /** The budget in bytes. */
  public long budgetBytes() {
    return budgetBytes;
  }

  /** What is in use of it now, in bytes: blocks, filters, indexes and write buffers. */
  public long usedBytes() {
    return blockCache.getUsage();
  }

  /** What the write buffers take of it, in bytes, with the few blocks that are being read. */
  public long pinnedBytes() {
    return blockCache.getPinnedUsage();
  }

  /**
   * Whether writers should wait for flushes. What is pinned in the cache is the charge of the write
   * buffers and the few blocks that are being read, as nothing else is pinned there.
   */
  boolean areWriteBuffersOver() {
    return blockCache.getPinnedUsage() > writeBufferBytes / 4 * 5;
  }

  /**
   * Whether stores that write should begin to flush: most of the share is in buffers that are still
   * written to, or all of it is taken, and half by such buffers.
   */
  boolean areWriteBuffersFull() {
    long active = activeBytes.get();
    return active > writeBufferBytes / 8 * 7
        || (active > writeBufferBytes / 2 && blockCache.getPinnedUsage() > writeBufferBytes);
  }

  /** A store has so much more in write buffers that are written to. */
  void addActiveBytes(long bytes) {
    activeBytes.addAndGet(bytes);
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
        .setWriteBufferSize(WritePressure.MOST_FAMILY_BYTES)
        .setArenaBlockSize(ARENA_BLOCK_BYTES)
        .setMaxWriteBufferNumber(MOST_MEMTABLES)
        .setLevel0FileNumCompactionTrigger(COMPACT_AT_FILES)
        .setLevel0SlowdownWritesTrigger(SLOW_DOWN_AT_FILES)
        .setLevel0StopWritesTrigger(STOP_AT_FILES)
        .setTargetFileSizeBase(TARGET_FILE_BYTES)
        .setLevelCompactionDynamicLevelBytes(true)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setMergeOperator(appendOperator)
        .setTableFormatConfig(
            new BlockBasedTableConfig()
                .setBlockCache(blockCache)
                .setFilterPolicy(bloomFilter)
                .setCacheIndexAndFilterBlocks(true));
  }

  /** How many octets of heap the row caches of all stores may still take. */
  AtomicLong rowCacheBudget() {
    return rowCacheBudget;
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
