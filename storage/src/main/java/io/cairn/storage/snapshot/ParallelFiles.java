package io.cairn.storage.snapshot;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Does the same for many files of a snapshot on a few threads, which end with the call. Any thread.
 */
final class ParallelFiles {

  /**
   * Files at once: two, so that one is read while another is written, and on larger machines four.
   * An agent restores several tasks at a time besides; more threads than processors only take them
   * from each other.
   */
  static final int MAX_THREADS =
      Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));

  /** So many bytes are worth a thread of their own; less is done by the caller. */
  private static final long BYTES_PER_THREAD = 4L << 20;

  private ParallelFiles() {}

  /** What is done by one thread, with what it needs for itself. */
  @FunctionalInterface
  interface Worker {
    void take(SnapshotIndex.StoredFile file) throws IOException;
  }

  /** Makes a worker for a thread. */
  @FunctionalInterface
  interface Workers {
    Worker open();
  }

  /**
   * Gives each file to some worker.
   *
   * @throws IOException the first one that a worker threw; the rest of the files may be left out
   */
  static void forEach(List<SnapshotIndex.StoredFile> files, Workers workers) throws IOException {
    long bytes = files.stream().mapToLong(file -> file.file().length()).sum();
    int threads = (int) Math.min(Math.min(MAX_THREADS, files.size()), bytes / BYTES_PER_THREAD);
    Queue<SnapshotIndex.StoredFile> left = new ConcurrentLinkedQueue<>(files);
    AtomicBoolean failed = new AtomicBoolean();
    if (threads <= 1) {
      work(left, workers, failed);
      return;
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads, ParallelFiles::thread);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(
            pool.submit(
                () -> {
                  work(left, workers, failed);
                  return null;
                }));
      }
      await(running);
    } finally {
      pool.shutdownNow();
    }
  }

  private static void work(
      Queue<SnapshotIndex.StoredFile> left, Workers workers, AtomicBoolean failed)
      throws IOException {
    Worker worker = workers.open();
    try {
      for (var file = left.poll(); file != null && !failed.get(); file = left.poll()) {
        worker.take(file);
      }
    } catch (IOException | RuntimeException e) {
      failed.set(true);
      throw e;
    }
  }

  private static void await(List<Future<?>> running) throws IOException {
    IOException first = null;
    for (Future<?> one : running) {
      try {
        one.get();
      } catch (ExecutionException e) {
        IOException failure =
            e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        first = first == null ? failure : first;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "snapshot-files");
    thread.setDaemon(true);
    return thread;
  }
}
