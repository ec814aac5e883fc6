package io.cairn.benchmarks.coordinator;

import io.cairn.process.HostPort;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Linearizable reads of every kind at a fixed rate, the same on each coordinator, as dashboards and
 * scripts would send them. Requests are sent when their time has come, whether or not earlier ones
 * were answered. None before the first {@link #go}.
 */
final class ReadLoad implements AutoCloseable {
  static final int PER_SECOND_AND_REPLICA = 200;

  /** Parts of the full rate. */
  static final int FULL = 10;

  private static final Duration BOUND = Duration.ofSeconds(5);

  private final HttpClient client = HttpClient.newHttpClient();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final List<HostPort> replicas;
  private final List<String> paths;
  private final LongAdder answered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private volatile int parts;
  private long rounds; // of the clock's thread
  private long sent; // of the clock's thread

  ReadLoad(Coordinators cluster, List<String> paths) {
    List<HostPort> all = new ArrayList<>();
    for (int i = 0; i < Coordinators.REPLICAS; i++) {
      all.add(cluster.admin(i));
    }
    this.replicas = List.copyOf(all);
    this.paths = List.copyOf(paths);
    long nanos = TimeUnit.SECONDS.toNanos(1) / PER_SECOND_AND_REPLICA;
    var unused = clock.scheduleAtFixedRate(this::round, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** From now on at so many {@link #FULL}ths of the full rate; 0: none. */
  void go(int rate) {
    parts = rate;
  }

  private void round() {
    if (rounds++ % FULL >= parts) {
      return;
    }
    String path = paths.get((int) (sent++ % paths.size()));
    for (HostPort replica : replicas) {
      URI uri = URI.create("http://" + replica + "/api/v1/" + path);
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(BOUND).build();
      var unused =
          client
              .sendAsync(request, BodyHandlers.discarding())
              .whenComplete(
                  (response, failure) -> {
                    boolean well = failure == null && response.statusCode() == 200;
                    (well ? answered : failed).increment();
                  });
    }
  }

  /** For the details of the report. */
  Map<String, Object> summary() {
    return Map.of("answered", answered.sum(), "failed", failed.sum());
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
