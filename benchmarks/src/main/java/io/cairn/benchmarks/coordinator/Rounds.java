package io.cairn.benchmarks.coordinator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Checkpoint after checkpoint of several jobs at once. What completes within the window counts,
 * with all its acks.
 */
final class Rounds {
  /**
   * A window of steady load.
   *
   * @param perSecond acks of the rounds that completed in it
   * @param coordinatorMicros CPU time of the three coordinators per ack
   * @param rounds that completed in it
   * @param p50Millis of a round
   */
  record Result(double perSecond, double coordinatorMicros, long rounds, double p50Millis) {}

  private Rounds() {}

  static Result run(Coordinators cluster, Fleet fleet, List<Long> jobs, int tasks, BenchPlan plan)
      throws InterruptedException, TimeoutException {
    ExecutorService threads = Executors.newFixedThreadPool(jobs.size());
    AtomicLong done = new AtomicLong();
    List<Double> millis = Collections.synchronizedList(new ArrayList<>());
    long begin = System.nanoTime() + plan.warmup().toNanos();
    long end = begin + plan.measure().toNanos();
    try {
      List<Future<?>> loops = new ArrayList<>();
      for (long job : jobs) {
        loops.add(
            threads.submit(
                () -> {
                  while (System.nanoTime() < end) {
                    long nanos = fleet.checkpoint(job);
                    long now = System.nanoTime();
                    if (now >= begin && now < end) {
                      done.incrementAndGet();
                      millis.add(nanos / 1e6);
                    }
                  }
                  return null;
                }));
      }
      Thread.sleep(Math.max(0, (begin - System.nanoTime()) / 1_000_000));
      Duration before = cluster.cpu();
      Thread.sleep(Math.max(0, (end - System.nanoTime()) / 1_000_000));
      Duration cpu = cluster.cpu().minus(before);
      for (Future<?> loop : loops) {
        loop.get();
      }
      double acks = (double) done.get() * tasks;
      return new Result(
          acks * 1e9 / plan.measure().toNanos(),
          cpu.toNanos() / 1e3 / Math.max(1, acks),
          done.get(),
          millis.isEmpty() ? Double.NaN : new Numbers(millis).percentile(50));
    } catch (ExecutionException e) {
      throw new IllegalStateException("a round failed: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
  }
}
