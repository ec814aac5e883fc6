package io.cairn.coordinator.app;

import io.cairn.coordinator.replication.AppliedListener;
import io.cairn.coordinator.replication.AppliedListener.Applied;
import io.cairn.coordinator.replication.LeadershipListener;
import io.cairn.coordinator.replication.ReplicatedState;
import io.cairn.coordinator.replication.Term;
import io.cairn.process.history.HistoryLine;
import io.cairn.process.history.HistoryWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes what this coordinator applies to its event history. The apply thread and the leadership
 * only enqueue; one thread writes. When the queue is full, events are lost, and a line says how
 * many: the history must not hold up what it watches.
 *
 * <p>What a restart replays was written before, and is left out.
 */
final class CoordinatorHistory implements AutoCloseable {
  /** A minute of a thousand batches a second. A waiting batch shares its states with the log. */
  private static final int QUEUE = 1 << 16;

  private static final long STOP_MILLIS = 2_000;

  private final BlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicLong lost = new AtomicLong();
  private final HistoryWriter writer;
  private final WrittenBefore before;
  private final Thread thread;
  private volatile boolean closed;

  private CoordinatorHistory(HistoryWriter writer, WrittenBefore before, String node) {
    this.writer = writer;
    this.before = before;
    this.thread = new Thread(this::run, node + "-history");
    thread.setDaemon(true);
  }

  /** Opens or goes on with the history in the directory, and starts its thread. */
  static CoordinatorHistory open(Path directory, String node) throws IOException {
    Path file = directory.resolve("history.jsonl");
    WrittenBefore before = WrittenBefore.of(file);
    CoordinatorHistory history =
        new CoordinatorHistory(HistoryWriter.open(file, node), before, node);
    history.thread.start();
    return history;
  }

  /** Writes what happens to this replica; to be called before it starts. */
  void watch(ReplicatedState replica) {
    AppliedListener batches = applied -> enqueue(() -> write(applied));
    replica.subscribe(batches);
    replica.subscribe(
        new LeadershipListener() {
          @Override
          public void onLeaderReady(Term term) {
            enqueue(() -> writer.write("leader", Map.of("term", term.value())));
          }

          @Override
          public void onLeaderLost(Term term) {
            enqueue(() -> writer.write("leader-lost", Map.of("term", term.value())));
          }
        });
  }

  /** Writes what is queued, for two seconds at most, and closes the file. */
  @Override
  public void close() throws IOException {
    closed = true;
    boolean unused = queue.offer(() -> {}); // wakes the thread
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writer.close();
  }

  private void enqueue(Runnable write) {
    if (!queue.offer(write)) {
      lost.incrementAndGet();
    }
  }

  private void run() {
    try {
      while (!closed || !queue.isEmpty()) {
        queue.take().run();
        long missing = lost.getAndSet(0);
        if (missing > 0) {
          writer.write("history-lost", Map.of("batches", missing));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Applied applied) {
    if (applied.index() < before.index()) {
      return;
    }
    List<HistoryLine> lines = AppliedEvents.of(applied);
    int from = applied.index() == before.index() ? before.lines() : 0;
    writer.writeAll(lines.subList(Math.min(from, lines.size()), lines.size()));
  }
}
