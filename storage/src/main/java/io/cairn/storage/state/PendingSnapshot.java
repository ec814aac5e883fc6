package io.cairn.storage.state;

import io.cairn.storage.snapshot.Bytes;
import io.cairn.storage.snapshot.DurableFiles;
import io.cairn.storage.snapshot.LocalSnapshot;
import io.cairn.storage.snapshot.SnapshotFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a {@link KeyedStateStore} that has begun: it holds the state as it was then,
 * whatever is written since. Until it is finished or cancelled, the store's owner can write only so
 * much: then it waits. So whoever begins one must see to it that it comes to an end.
 *
 * <p>{@link #finish} is called once, on one thread; {@link #cancel} by any.
 */
public final class PendingSnapshot {

  private final Path directory;
  private final byte[] taskState;
  private final @Nullable BarrierCut cut;
  private final SstCatalog ssts;
  private final UUID writer;

  // Guarded by this.
  private boolean begun;
  private boolean cancelled;
  private boolean over;

  PendingSnapshot(
      Path directory, byte[] taskState, @Nullable BarrierCut cut, SstCatalog ssts, UUID writer) {
    this.directory = directory;
    this.taskState = taskState;
    this.cut = cut;
    this.ssts = ssts;
    this.writer = writer;
  }

  /**
   * Waits until what was in memory is in files, links the files, reads the new ones for their
   * checksums, and makes the list of all durable. That the directory is in its parent becomes
   * durable when the caller syncs that, as it does with what names the snapshot there.
   *
   * @throws CancellationException if it was cancelled, or the store closed
   * @throws CorruptStateException if RocksDB says that its files are damaged
   * @throws IOException if it failed for another reason. The store has lost nothing, and goes on.
   *     Whatever is thrown, the directory has been deleted as far as that was possible
   */
  public LocalSnapshot finish() throws IOException {
    begin();
    boolean made = false;
    boolean complete = false;
    try {
      if (cut == null) {
        Files.createDirectory(directory);
      }
      made = true;
      LocalSnapshot snapshot = write();
      complete = true;
      return snapshot;
    } finally {
      if (made && !complete) {
        discard();
      }
      setOver();
    }
  }

  /**
   * As {@link #finish}, but what is small stays in memory, and is durable only when the caller has
   * made it so.
   */
  public LocalSnapshot finishSmallInMemory() throws IOException {
    if (cut != null || taskState.length > LocalSnapshot.MAX_BYTES_IN_MEMORY) {
      return finish();
    }
    begin();
    setOver();
    checkNotCancelled();
    return LocalSnapshot.inMemory(directory, Bytes.copyOf(taskState));
  }

  /** Gives it up, unless it is complete: {@link #finish} throws soon. */
  public void cancel() {
    synchronized (this) {
      cancelled = true;
      if (!begun) {
        over = true;
      }
      notifyAll();
    }
    if (cut != null) {
      cut.cancel();
    }
  }

  /** Waits until it is finished, has failed or was cancelled. */
  synchronized void awaitOver() throws InterruptedIOException {
    try {
      while (!over) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted in waiting for the snapshot " + directory);
    }
  }

  private LocalSnapshot write() throws IOException {
    checkNotCancelled();
    List<SnapshotFile> files = new ArrayList<>();
    if (cut != null) {
      cut.linkInto(directory.resolve(KeyedStateStore.DATABASE_DIRECTORY));
      files.addAll(
          ssts.describeAll(directory, KeyedStateStore.DATABASE_DIRECTORY, this::checkNotCancelled));
    }
    String name = LocalSnapshot.TASK_STATE_FILE;
    DurableFiles.writeUnnamed(directory.resolve(name), taskState);
    files.add(LocalSnapshot.describe(directory, name, writer, false));
    checkNotCancelled();
    LocalSnapshot snapshot = new LocalSnapshot(directory, files);
    snapshot.writeList();
    return snapshot;
  }

  private synchronized void begin() {
    if (begun) {
      throw new IllegalStateException("the snapshot " + directory + " was begun before");
    }
    begun = true;
  }

  private synchronized void checkNotCancelled() {
    if (cancelled) {
      throw new CancellationException("the snapshot " + directory + " was cancelled");
    }
  }

  private synchronized void setOver() {
    over = true;
    notifyAll();
  }

  /** What is left keeps files from being freed; whoever owns the parent finds it by its lack. */
  private void discard() {
    try (Stream<Path> found = Files.walk(directory)) {
      for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      // The failure that led here is the one to tell.
    }
  }
}
