package io.cairn.coordinator.leader;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where the leader's work on the blob store is done. Deciding, publishing and deleting have threads
 * each, so that none waits behind the others.
 *
 * @param deciding writes pending metadata
 * @param publishing renames it
 * @param deleting removes what is condemned
 */
public record StoreThreads(
    ExecutorService deciding, ExecutorService publishing, ExecutorService deleting)
    implements AutoCloseable {
  private static final int DECIDING_THREADS = 4;
  private static final int PUBLISHING_THREADS = 2;
  private static final int DELETING_THREADS = 2;

  /** Pools of daemon threads, which begin with the first work. */
  public static StoreThreads start() {
    return new StoreThreads(
        pool("store-decide", DECIDING_THREADS),
        pool("store-publish", PUBLISHING_THREADS),
        pool("store-delete", DELETING_THREADS));
  }

  /** Ends the threads; what hangs in the store is interrupted and left behind. */
  @Override
  public void close() {
    deciding.shutdownNow();
    publishing.shutdownNow();
    deleting.shutdownNow();
  }

  private static ExecutorService pool(String name, int threads) {
    AtomicInteger next = new AtomicInteger();
    ThreadFactory factory =
        work -> {
          Thread thread = new Thread(work, name + "-" + next.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    return Executors.newFixedThreadPool(threads, factory);
  }
}
