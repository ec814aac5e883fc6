package io.cairn.agent.snapshot;

import io.cairn.storage.snapshot.DurableFiles;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that takes the small snapshots of many tasks, one after the other. Those who wait for the
 * disk at the same time wait for one sync. Any thread.
 *
 * <p>After a failed write nobody knows what is in the file, so nothing is added to it any more.
 *
 * <p>Its own thread rule for the file: written under the lock, synced by one at a time without it.
 * It is no channel, which an interrupt would close for all.
 */
final class GroupJournal {

  private final Path path;

  // Guarded by this.
  private @Nullable RandomAccessFile file;
  private long end;
  private long durable;
  private boolean syncing;
  private boolean named;
  private @Nullable IOException failure;
  private boolean deleted;

  /** Adds to a file that has so many bytes; what is behind them is dropped. 0: a new one. */
  GroupJournal(Path path, long end) {
    this.path = path;
    this.end = end;
    this.durable = end;
    this.named = end > 0;
  }

  Path path() {
    return path;
  }

  synchronized boolean hasFailed() {
    return failure != null;
  }

  /**
   * Adds octets, and waits until they are durable.
   *
   * @return where they begin
   * @throws IOException if they may not be: then this takes no more
   */
  long append(byte[] octets) throws IOException {
    long begin = write(octets);
    long wanted = begin + octets.length;
    while (true) {
      long target;
      RandomAccessFile open;
      boolean first;
      synchronized (this) {
        awaitSync(wanted);
        check();
        if (durable >= wanted) {
          return begin;
        }
        syncing = true;
        target = end;
        open = open();
        first = !named;
      }
      sync(open, target, first);
    }
  }

  /** Adds octets that a kill of this process does not take away, but a loss of power may. */
  synchronized long write(byte[] octets) throws IOException {
    check();
    try {
      long begin = end;
      open().write(octets);
      end += octets.length;
      return begin;
    } catch (IOException e) {
      failure = e;
      notifyAll();
      throw e;
    }
  }

  /** Reads what was added. */
  synchronized byte[] read(long begin, int length) throws IOException {
    if (deleted) {
      throw new EOFException(path + " was deleted");
    }
    byte[] octets = new byte[length];
    RandomAccessFile open = open();
    open.seek(begin);
    open.readFully(octets);
    open.seek(end);
    return octets;
  }

  /** Closes and deletes the file. */
  synchronized void delete() throws IOException {
    deleted = true;
    if (failure == null) {
      failure = new IOException(path + " was deleted");
    }
    notifyAll();
    try {
      if (file != null) {
        file.close();
      }
    } finally {
      Files.deleteIfExists(path);
    }
  }

  private void sync(RandomAccessFile open, long target, boolean first) {
    IOException failed = null;
    try {
      open.getFD().sync();
      if (first) {
        Path directory = path.toAbsolutePath().getParent();
        if (directory != null) {
          DurableFiles.syncDirectory(directory);
        }
      }
    } catch (IOException e) {
      failed = e;
    }
    synchronized (this) {
      syncing = false;
      if (failed == null) {
        named = true;
        durable = Math.max(durable, target);
      } else if (failure == null) {
        failure = failed;
      }
      notifyAll();
    }
  }

  private synchronized void awaitSync(long wanted) throws InterruptedIOException {
    try {
      while (syncing && durable < wanted && failure == null) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted in waiting for " + path);
    }
  }

  private synchronized void check() throws IOException {
    if (failure != null) {
      throw new IOException("cannot write " + path + ": " + failure.getMessage(), failure);
    }
  }

  private synchronized RandomAccessFile open() throws IOException {
    RandomAccessFile open = file;
    if (open == null) {
      open = new RandomAccessFile(path.toFile(), "rw");
      file = open;
      open.setLength(end);
      open.seek(end);
    }
    return open;
  }
}
