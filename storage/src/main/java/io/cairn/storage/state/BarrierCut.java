package io.cairn.storage.state;

import io.cairn.storage.snapshot.DurableFiles;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * What a RocksDB held at a barrier, on its way to files. The owner thread has frozen its memtables;
 * another thread waits until RocksDB has written them, and links the files. {@link WritePressure}
 * sees to it that nothing newer gets into a file before that.
 *
 * <p>The files are those that RocksDB names in one moment, with the length that its manifest has
 * then: it only ever appends to a manifest, and deletes no file meanwhile. From that moment on, the
 * cut is <i>captured</i>, and writers go on.
 *
 * <p>{@link #linkInto} is for one thread, once; the rest for any.
 */
final class BarrierCut {

  /** RocksDB tells nobody that a flush has ended but by a call from a thread of its own. */
  private static final long POLL_MILLIS = 1;

  /** Polls between two questions whether RocksDB has given up. */
  private static final int POLLS_PER_PROBE = 64;

  /** A compaction that ends between two questions makes the answers differ: ask again. */
  private static final int MOST_CAPTURES = 16;

  private static final String FROZEN = "rocksdb.num-immutable-mem-table";
  private static final String ERRORS = "rocksdb.background-errors";
  private static final String SST_SUFFIX = ".sst";
  private static final String MANIFEST_PREFIX = "MANIFEST-";
  private static final String CURRENT = "CURRENT";

  private final RocksDB db;
  private final Path directory;
  private final long lastSequence;
  private final long errorsBefore;

  // Guarded by this.
  private boolean begun;
  private boolean cancelled;
  private boolean captured;
  private boolean left;

  /**
   * Of all that was written so far, which is frozen. On the owner thread.
   *
   * @param directory of the database
   */
  BarrierCut(RocksDB db, Path directory) throws RocksDBException {
    this.db = db;
    this.directory = directory;
    this.lastSequence = db.getLatestSequenceNumber();
    this.errorsBefore = db.getLongProperty(ERRORS);
  }

  /**
   * Links the files into a directory that does not exist, durably.
   *
   * @throws CancellationException if it was cancelled
   * @throws CorruptStateException if RocksDB says that its files are damaged
   * @throws IOException if it failed for another reason: the database is as it was
   */
  void linkInto(Path target) throws IOException {
    begin();
    try {
      awaitFlushed();
      db.disableFileDeletions();
      try {
        RocksDB.LiveFiles live = capture();
        setCaptured();
        link(live, target);
      } finally {
        db.enableFileDeletions();
      }
    } catch (RocksDBException e) {
      throw failure("cannot take a snapshot into " + target, e);
    } finally {
      leave();
    }
  }

  /** A failure of RocksDB in a snapshot, by whether its files are damaged. */
  static IOException failure(String what, RocksDBException e) {
    String shown = what + ": " + e.getMessage();
    boolean damaged = e.getStatus() != null && e.getStatus().getCode() == Status.Code.Corruption;
    return damaged ? new CorruptStateException(shown, e) : new IOException(shown, e);
  }

  synchronized boolean isCaptured() {
    return captured;
  }

  /** Waits until what is written may go to files again: it is captured, has failed or is over. */
  synchronized void awaitCaptured() throws InterruptedException {
    while (!captured) {
      wait();
    }
  }

  /** Gives it up, if it is not complete. */
  synchronized void cancel() {
    cancelled = true;
    if (!begun) {
      captured = true;
      left = true;
    }
    notifyAll();
  }

  /**
   * Waits until nobody uses the database here any more; some milliseconds after {@link #cancel}. An
   * interrupt does not shorten it, for the database is closed next.
   */
  synchronized void awaitLeft() {
    boolean interrupted = false;
    while (!left) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void begin() {
    if (begun) {
      throw new IllegalStateException("the snapshot of " + directory + " was begun before");
    }
    checkNotCancelled();
    begun = true;
  }

  private synchronized void setCaptured() {
    captured = true;
    notifyAll();
  }

  private synchronized void leave() {
    captured = true;
    left = true;
    notifyAll();
  }

  private synchronized void checkNotCancelled() {
    if (cancelled) {
      throw new CancellationException("the snapshot of " + directory + " was cancelled");
    }
  }

  private void awaitFlushed() throws IOException, RocksDBException {
    for (int polls = 1; db.getAggregatedLongProperty(FROZEN) > 0; polls++) {
      if (db.getLongProperty(ERRORS) > errorsBefore) {
        probe();
        throw new IOException(
            "RocksDB could not write what was in memory to " + directory + ", see its LOG");
      }
      if (polls % POLLS_PER_PROBE == 0) {
        probe();
      }
      synchronized (this) {
        checkNotCancelled();
        try {
          wait(POLL_MILLIS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("interrupted in a snapshot of " + directory);
        }
      }
    }
    checkNotCancelled();
  }

  /** Throws what RocksDB would say to a writer; writes nothing, and does not wait as one would. */
  private void probe() throws RocksDBException {
    try (WriteOptions hasty = new WriteOptions().setDisableWAL(true).setNoSlowdown(true);
        WriteBatch nothing = new WriteBatch()) {
      db.write(hasty, nothing);
    } catch (RocksDBException e) {
      boolean stalled = e.getStatus() != null && e.getStatus().getCode() == Status.Code.Incomplete;
      if (!stalled) {
        throw e;
      }
    }
  }

  /** The files of this moment; checks that they hold nothing that was written after the barrier. */
  private RocksDB.LiveFiles capture() throws IOException, RocksDBException {
    for (int i = 0; i < MOST_CAPTURES; i++) {
      checkNotCancelled();
      List<LiveFileMetaData> described = db.getLiveFilesMetaData();
      RocksDB.LiveFiles live = db.getLiveFiles(false);
      Set<String> known = new HashSet<>();
      Set<String> newer = new HashSet<>();
      for (LiveFileMetaData file : described) {
        known.add(plain(file.fileName()));
        if (file.largestSeqno() > lastSequence) {
          newer.add(plain(file.fileName()));
        }
      }
      List<String> tables =
          live.files.stream()
              .map(BarrierCut::plain)
              .filter(name -> name.endsWith(SST_SUFFIX))
              .toList();
      if (tables.stream().anyMatch(newer::contains)) {
        throw new IOException(
            "RocksDB has written " + newer + " in " + directory + " too early for a snapshot");
      }
      if (known.containsAll(tables)) {
        return live;
      }
    }
    throw new IOException("the files in " + directory + " change too fast for a snapshot");
  }

  private void link(RocksDB.LiveFiles live, Path target) throws IOException {
    Files.createDirectory(target);
    for (String file : live.files) {
      String name = plain(file);
      checkNotCancelled();
      if (name.endsWith(SST_SUFFIX)) {
        Files.createLink(target.resolve(name), directory.resolve(name));
      } else if (name.startsWith(MANIFEST_PREFIX)) {
        copy(directory.resolve(name), target.resolve(name), live.manifestFileSize);
        // Not the file itself, which may name a later manifest by now.
        byte[] current = (name + "\n").getBytes(StandardCharsets.US_ASCII);
        DurableFiles.writeUnnamed(target.resolve(CURRENT), current);
      }
    }
    DurableFiles.syncDirectory(target);
  }

  /** The first bytes of a file that grows at its end only. */
  private static void copy(Path from, Path to, long length) throws IOException {
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long at = 0; at < length; ) {
        long copied = in.transferTo(at, length - at, out);
        if (copied <= 0) {
          throw new EOFException(from + " ends at " + at + " instead of " + length);
        }
        at += copied;
      }
      out.force(true);
    }
  }

  /** RocksDB's names begin with a slash. */
  private static String plain(String name) {
    return name.startsWith("/") ? name.substring(1) : name;
  }
}
