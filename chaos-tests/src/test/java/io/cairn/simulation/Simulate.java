package io.cairn.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.LoggerFactory;

/** Runs many seeds; behind {@code bin/simulate} and the tests. */
public final class Simulate {
  private static final int THREADS = 2;
  private static final int AHEAD = 50;

  private Simulate() {}

  /**
   * What came of many runs.
   *
   * @param failed the failing run of the lowest seed, traced; null when all held
   * @param counts sums over the runs
   */
  public record Summary(
      long seeds, Simulation.Result failed, Map<String, Integer> counts, long events) {}

  /** Seeds from {@code from} on, until one fails; two at a time. */
  public static Summary seeds(long from, long count) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    Map<String, Integer> counts = new TreeMap<>();
    long events = 0;
    long done = 0;
    try {
      ArrayDeque<Future<Simulation.Result>> runs = new ArrayDeque<>();
      for (long begun = 0; done < count; done++) {
        for (; begun < count && runs.size() < AHEAD; begun++) {
          long seed = from + begun;
          runs.add(threads.submit(() -> Simulation.run(seed, false)));
        }
        Simulation.Result result = runs.remove().get();
        events += result.events();
        result.counts().forEach((what, times) -> counts.merge(what, times, Integer::sum));
        if (result.violation() != null) {
          return new Summary(done + 1, Simulation.run(result.seed(), true), counts, events);
        }
      }
      return new Summary(done, null, counts, events);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** A failing run for people: what broke, how to run it again, and its last moments. */
  public static String describe(Simulation.Result failed) {
    return "seed "
        + failed.seed()
        + ": "
        + failed.violation()
        + "\nreplay: bin/simulate --seeds 1 --from "
        + failed.seed()
        + "\n"
        + String.join("\n", failed.trace());
  }

  /** What went wrong first; null when nothing did. For callers with another class loader. */
  public static String firstFailure(long from, long count) throws InterruptedException {
    Simulation.Result failed = seeds(from, count).failed();
    return failed == null ? null : failed.seed() + ": " + failed.violation();
  }

  /** The product logs each fault; here there are too many. */
  static void silence() {
    if (LoggerFactory.getLogger("io.cairn") instanceof Logger logger) {
      logger.setLevel(Level.OFF);
    }
    if (LoggerFactory.getLogger("com.alipay") instanceof Logger logger) {
      logger.setLevel(Level.OFF);
    }
  }

  /** See {@code bin/simulate --help}. */
  public static void main(String[] arguments) throws InterruptedException {
    silence();
    long seeds = 2_000;
    long from = 1;
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      switch (arguments[i]) {
        case "--seeds" -> seeds = Long.parseLong(arguments[i + 1]);
        case "--from" -> from = Long.parseLong(arguments[i + 1]);
        default -> {
          System.err.println("simulate: unknown option " + arguments[i]);
          System.exit(2);
        }
      }
    }
    long begin = System.nanoTime();
    Summary summary = seeds(from, seeds);
    summary.counts().forEach((what, times) -> System.out.printf("%9d  %s%n", times, what));
    System.out.printf(
        "%d seeds from %d, %d events, %.1f s%n",
        summary.seeds(), from, summary.events(), (System.nanoTime() - begin) / 1e9);
    List<String> missed = Reached.missed(summary.counts());
    if (summary.failed() == null && seeds >= Reached.SEEDS && !missed.isEmpty()) {
      System.out.println("never reached: " + missed);
      System.exit(1);
    }
    if (summary.failed() != null) {
      System.out.println(describe(summary.failed()));
      System.exit(1);
    }
  }
}
