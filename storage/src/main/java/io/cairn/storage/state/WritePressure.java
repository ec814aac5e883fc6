package io.cairn.storage.state;

import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;

/**
 * Keeps the memtables of all stores within their bound, and what is written after a barrier apart
 * from what was written before. Of the store's owner thread.
 *
 * <p>A memtable that is full is frozen, and so is the largest of a store that writes while those of
 * all stores together are nearly at their bound. A store that writes while they are beyond it waits
 * for its own flush: RocksDB lets writers run ahead of the flushes as far as they like, and its own
 * stall would wait for the flushes of others, whose disk may be full.
 *
 * <p>While a {@link BarrierCut} waits for its files nothing is frozen. Writes go on in memory until
 * a memtable is at {@link #BYTES_BESIDE_CUT}, or all of them are beyond their bound: then the
 * writer waits for the cut.
 */
final class WritePressure {

  /**
   * A memtable is full. The larger, the fewer files are merged with the rest of the state and
   * uploaded again; but a local stage has to write it, and one task may have several states.
   */
  static final long FAMILY_BYTES = 8L << 20;

  /** The most that is written to one family beside a cut: a second's writes, at 28 MiB a second. */
  static final long BYTES_BESIDE_CUT = 28L << 20;

  /**
   * Where RocksDB itself would freeze a memtable. Between two looks less than {@link
   * #BYTES_PER_LOOK} is added to {@link #BYTES_BESIDE_CUT}, so there it is never reached.
   */
  static final long MOST_FAMILY_BYTES = 32L << 20;

  /** Bytes between two looks, and so the most that a store can add unseen. */
  private static final int BYTES_PER_LOOK = 128 << 10;

  /** What RocksDB keeps for a row in memory beside its bytes, about. */
  private static final int ROW_OVERHEAD_BYTES = 64;

  private final StateResources resources;
  private final Memtables memtables;
  private long unseenBytes;
  private long toldBytes;
  private @Nullable BarrierCut cut;
  private long waitedNanos;

  WritePressure(StateResources resources, Memtables memtables) {
    this.resources = resources;
    this.memtables = memtables;
  }

  /** From now on writes keep clear of this cut, until it has its files. */
  void keepApart(BarrierCut taken) {
    cut = taken;
  }

  /**
   * Rows of so many bytes, keys and values, are about to be written.
   *
   * @throws StateAccessException if this thread is interrupted while it waits; nothing is lost
   */
  void writing(int rows, int bytes) throws RocksDBException {
    unseenBytes += bytes + (long) rows * ROW_OVERHEAD_BYTES;
    if (unseenBytes >= BYTES_PER_LOOK) {
      unseenBytes = 0;
      look(bytes);
    }
  }

  /** Waits until what is written is in no cut any more, as what goes to files at once must. */
  void awaitCut() {
    if (cut != null) {
      long begun = System.nanoTime();
      try {
        cut.awaitCaptured();
        waitedNanos += System.nanoTime() - begun;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException cause = new InterruptedIOException("waiting for a snapshot");
        throw new StateAccessException("cannot write keyed state", cause);
      }
      cut = null;
    }
  }

  /** How long this store's owner has waited in {@link #awaitCut}, in all. */
  long waitedNanos() {
    return waitedNanos;
  }

  private void look(int bytes) throws RocksDBException {
    long sum = 0;
    long most = -1;
    ColumnFamilyHandle largest = null;
    for (ColumnFamilyHandle family : memtables.families()) {
      long active = memtables.activeBytes(family);
      sum += active;
      if (active > most) {
        most = active;
        largest = family;
      }
    }
    tell(sum);
    if (cut != null) {
      boolean room = most + bytes < BYTES_BESIDE_CUT && !resources.areWriteBuffersOver();
      if (room && !cut.isCaptured()) {
        return;
      }
      awaitCut();
    }
    if (resources.areWriteBuffersOver()) {
      memtables.flush();
      tell(0);
    } else if (largest != null
        && (most + bytes >= FAMILY_BYTES || resources.areWriteBuffersFull())) {
      memtables.freeze(largest);
      tell(sum - most);
    }
  }

  /** So much is in memtables of this store that are written to. */
  private void tell(long bytes) {
    resources.addActiveBytes(bytes - toldBytes);
    toldBytes = bytes;
  }

  /** This store is closed. */
  void close() {
    tell(0);
  }
}
