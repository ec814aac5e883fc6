package io.cairn.benchmarks.coordinator;

import io.cairn.process.HostPort;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Linearizable reads of every kind at a fixed rate, the same on each coordinator, as dashboards and
 * scripts would send them. Requests are sent when their time has come, whether or not earlier ones
 * were answered: each that finds no idle connection opens one. None before the first {@link #go}.
 */
final class ReadLoad implements AutoCloseable {
  static final int PER_SECOND_AND_REPLICA = 200;

  /** Parts of the full rate. */
  static final int FULL = 10;

  private static final Duration BOUND = Duration.ofSeconds(5);

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService askers = Executors.newCachedThreadPool();
  private final List<Replica> replicas = new ArrayList<>();
  private final LongAdder answered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
  private final int paths;
  private volatile int parts;
  private long rounds; // of the clock's thread
  private long sent; // of the clock's thread

  /** Its requests in their order, and the connections that are idle. */
  private record Replica(
      HostPort address, List<byte[]> requests, ConcurrentLinkedDeque<HttpReader> idle) {}

  ReadLoad(Coordinators cluster, List<String> paths) {
    this.paths = paths.size();
    for (int i = 0; i < Coordinators.REPLICAS; i++) {
      HostPort address = cluster.admin(i);
      List<byte[]> requests =
          paths.stream().map(path -> HttpReader.request(address, "/api/v1/" + path)).toList();
      replicas.add(new Replica(address, requests, new ConcurrentLinkedDeque<>()));
    }
    long nanos = TimeUnit.SECONDS.toNanos(1) / PER_SECOND_AND_REPLICA;
    var unused = clock.scheduleAtFixedRate(this::round, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** From now on at so many {@link #FULL}ths of the full rate; 0: none. */
  void go(int rate) {
    parts = rate;
  }

  /** Forgets how long answers took up to now. */
  void measure() {
    millis.clear();
  }

  private void round() {
    if (rounds++ % FULL >= parts) {
      return;
    }
    int path = (int) (sent++ % paths);
    replicas.forEach(replica -> askers.execute(() -> ask(replica, path)));
  }

  private void ask(Replica replica, int path) {
    long begun = System.nanoTime();
    HttpReader kept = replica.idle().pollLast();
    HttpReader reader = kept == null ? new HttpReader(replica.address(), BOUND) : kept;
    try {
      boolean well = reader.ask(replica.requests().get(path));
      (well ? answered : failed).increment();
    } catch (IOException lost) {
      failed.increment();
    }
    millis.add((System.nanoTime() - begun) / 1e6);
    replica.idle().addLast(reader);
  }

  /** For the details of the report. */
  Map<String, Object> summary() {
    return Map.of(
        "answered",
        answered.sum(),
        "failed",
        failed.sum(),
        "connections",
        replicas.stream().mapToInt(replica -> replica.idle().size()).sum(),
        "millis",
        new Numbers(List.copyOf(millis)).summary());
  }

  /** Ends each connection when it has its answer. */
  @Override
  public void close() {
    clock.shutdownNow();
    askers.shutdown();
    try {
      if (!askers.awaitTermination(2 * BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("a reader still waits, beyond its bound");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Replica replica : replicas) {
      replica.idle().forEach(ReadLoad::close);
    }
  }

  private static void close(HttpReader reader) {
    try {
      reader.close();
    } catch (IOException closed) {
      // nothing more is read from it
    }
  }
}
