package io.cairn.benchmarks.runtime;

import io.cairn.cli.cluster.ClusterPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Records per second of the keyed count without checkpoints and with one each second, in windows
 * that alternate within one run of one job: what else the machine does meets both.
 */
final class Throughput {
  private static final long INTERVAL_MILLIS = 1_000;

  /** Fewer COMPLETED per second, and the window with checkpoints does not count. */
  private static final double LEAST_COMPLETED_PER_SECOND = 0.95;

  private static final int WARMUP_RECORDS_PER_KEY = 4;
  private static final int SLOTS = 8;
  private static final int PARALLELISM = 2;

  private final ClusterPlan.Store store;
  private final RuntimeSettings settings;

  /**
   * A window.
   *
   * @param completedPerSecond checkpoints that became COMPLETED in it
   */
  record Window(boolean checkpoints, double recordsPerSecond, double completedPerSecond) {
    boolean counts() {
      return !checkpoints || completedPerSecond >= LEAST_COMPLETED_PER_SECOND;
    }

    Map<String, Object> shown() {
      return Map.of(
          "checkpoints", checkpoints,
          "recordsPerSecond", recordsPerSecond,
          "completedPerSecond", completedPerSecond,
          "counts", counts());
    }
  }

  Throughput(ClusterPlan.Store store, RuntimeSettings settings) {
    this.store = store;
    this.settings = settings;
  }

  List<Window> measure() throws IOException, InterruptedException {
    List<Window> windows = new ArrayList<>();
    try (MeasuredCluster cluster =
        MeasuredCluster.start(store, settings.agents(), SLOTS, settings)) {
      cluster.submit(PARALLELISM, settings.keys(), 0, INTERVAL_MILLIS);
      // By then nearly every key has a count, as it has in a job that runs for long.
      cluster.await(
          "each key to be seen",
          () -> cluster.records() > WARMUP_RECORDS_PER_KEY * settings.keys());
      Thread.sleep(settings.warmupSeconds() * 1_000L);
      for (int round = 0; round < settings.rounds(); round++) {
        cluster.checkpointing(false);
        cluster.await("no checkpoint to be in progress", () -> isQuiet(cluster));
        windows.add(window(cluster, false));
        cluster.checkpointing(true);
        long before = cluster.completed();
        cluster.await("a checkpoint to complete", () -> cluster.completed() > before);
        windows.add(window(cluster, true));
      }
    }
    return windows;
  }

  private static boolean isQuiet(MeasuredCluster cluster) throws InterruptedException {
    return cluster.processes().admin().get("jobs").path("jobs").path(0).path("running").size() == 0;
  }

  private Window window(MeasuredCluster cluster, boolean checkpoints) throws InterruptedException {
    long completedBefore = cluster.completed();
    long recordsBefore = cluster.records();
    long begin = System.nanoTime();
    Thread.sleep(settings.seconds() * 1_000L);
    double records = cluster.records() - recordsBefore;
    double seconds = (System.nanoTime() - begin) / 1e9;
    double completed = cluster.completed() - completedBefore;
    Window window = new Window(checkpoints, records / seconds, completed / seconds);
    System.err.printf(
        "  %s: %,.0f records/s, %.2f checkpoints/s%s%n",
        checkpoints ? "with checkpoints" : "without",
        window.recordsPerSecond(),
        window.completedPerSecond(),
        window.counts() ? "" : " (too few: does not count)");
    return window;
  }

  /** Mean of the windows of one kind that count; NaN without one. */
  static double mean(List<Window> windows, boolean checkpoints) {
    return windows.stream()
        .filter(w -> w.checkpoints() == checkpoints && w.counts())
        .mapToDouble(Window::recordsPerSecond)
        .average()
        .orElse(Double.NaN);
  }
}
