package io.cairn.chaos.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cairn.chaos.Await;
import io.cairn.chaos.faults.clock.FakeClock;
import io.cairn.chaos.faults.clock.Strobe;
import io.cairn.process.history.HistoryEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Wall clocks jump under real coordinators and agents: no checkpoint is aborted, no task restarted,
 * and no more checkpoints are taken than the interval allows.
 */
@Tag("full")
class ClockFaultsIT {
  /** One may be due when the count begins, one when it ends. */
  private static final int BOTH_ENDS = 2;

  /** How old the newest event of a process may be; less than any jump. */
  private static final Duration TOLERANCE = Duration.ofSeconds(30);

  @TempDir Path root;

  @Test
  void jumpsOfAnyWallClockChangeNothing() throws Exception {
    assumeTrue(FakeClock.missing().isEmpty(), "skipped: " + FakeClock.missing().orElse(""));
    try (FaultyCluster cluster = new FaultyCluster(root, 3, 2, 60_000)) {
      Map<String, FakeClock> clocks = clocks(cluster);
      cluster.startAll();
      FlightsUnderFault flights = FlightsUnderFault.submit(cluster, 12);
      flights.awaitProgress(cluster.coordinators());
      String observer = cluster.leader();
      long first = flights.newestCompleted(observer);
      long began = System.nanoTime();

      String leader = cluster.leader();
      set(cluster, clocks, List.of(leader), Duration.ofDays(1));
      flights.awaitProgress(cluster.coordinators());
      set(cluster, clocks, List.of(leader), Duration.ofDays(-30));
      flights.awaitProgress(cluster.coordinators());
      set(cluster, clocks, cluster.agents(), Duration.ofHours(5));
      flights.awaitProgress(cluster.coordinators());
      // Whoever leads next goes by another clock than its predecessor.
      set(cluster, clocks, List.of(leader), Duration.ofDays(200));
      cluster.node(leader).kill();
      flights.awaitProgress(others(cluster, leader));
      cluster.start(leader);
      cluster.awaitServing(List.of(leader));
      try (Strobe one = strobe(cluster, clocks, cluster.leader(), Duration.ofHours(2));
          Strobe other = strobe(cluster, clocks, "a1", Duration.ofSeconds(-90))) {
        flights.awaitProgress(cluster.coordinators());
        flights.awaitProgress(cluster.coordinators());
        Await.until(
            FaultyCluster.BOUND,
            () -> one.jumps() >= 2 && other.jumps() >= 2,
            () -> "clocks that went forth and back");
      }
      long taken = flights.newestCompleted(cluster.leader()) - first;
      long intervals =
          (System.nanoTime() - began) / Duration.ofMillis(FlightsUnderFault.INTERVAL).toNanos();
      assertTrue(
          taken <= intervals + BOTH_ENDS, taken + " checkpoints in " + intervals + " intervals");
      flights.assertUnharmed();
    }
  }

  private static Map<String, FakeClock> clocks(FaultyCluster cluster) throws IOException {
    Map<String, FakeClock> clocks = new HashMap<>();
    for (List<String> names : List.of(cluster.coordinators(), cluster.agents())) {
      for (String name : names) {
        FakeClock clock = new FakeClock(cluster.root().resolve(name + ".clock"));
        clocks.put(name, clock);
        cluster.environment(name, clock.environment());
      }
    }
    return clocks;
  }

  private static FakeClock clock(Map<String, FakeClock> clocks, String name) {
    FakeClock clock = clocks.get(name);
    if (clock == null) {
      throw new IllegalArgumentException("no clock of " + name);
    }
    return clock;
  }

  /** Returns when the histories of these processes show the new time. */
  private static void set(
      FaultyCluster cluster, Map<String, FakeClock> clocks, List<String> names, Duration fast)
      throws IOException {
    for (String name : names) {
      clock(clocks, name).set(fast);
    }
    for (String name : names) {
      Await.until(
          FaultyCluster.BOUND,
          () -> goesBy(cluster, name, fast),
          () -> "the clock of " + name + " is fast by " + fast);
    }
  }

  private static Strobe strobe(
      FaultyCluster cluster, Map<String, FakeClock> clocks, String name, Duration width) {
    return Strobe.start(clock(clocks, name), width, fast -> goesBy(cluster, name, fast));
  }

  /** That the newest event in a process's history has this time. */
  private static boolean goesBy(FaultyCluster cluster, String name, Duration fast)
      throws IOException {
    List<HistoryEvent> history = cluster.history(name);
    long at = history.get(history.size() - 1).at();
    return Math.abs(at - System.currentTimeMillis() - fast.toMillis()) < TOLERANCE.toMillis();
  }

  private static List<String> others(FaultyCluster cluster, String but) {
    return cluster.coordinators().stream().filter(name -> !name.equals(but)).toList();
  }
}
