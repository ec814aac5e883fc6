package io.cairn.benchmarks.coordinator;

import io.cairn.benchmarks.report.BenchReport;
import io.cairn.benchmarks.report.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** One checkpoint at a time: from the request over HTTP until an agent is told COMPLETED. */
final class LatencyFigures {
  private LatencyFigures() {}

  static void measure(BenchPlan plan, BenchReport report)
      throws IOException, InterruptedException, TimeoutException {
    try (Coordinators cluster = plan.cluster("latency");
        Fleet fleet = Fleet.connect(cluster)) {
      measure(plan, report, fleet, 1_000, 50);
      measure(plan, report, fleet, 10_000, 300);
    }
  }

  private static void measure(
      BenchPlan plan, BenchReport report, Fleet fleet, int tasks, double target)
      throws InterruptedException, TimeoutException {
    long job = fleet.job("tasks-" + tasks, tasks);
    long begin = System.nanoTime() + plan.warmup().toNanos();
    long end = begin + plan.measure().toNanos();
    List<Double> millis = new ArrayList<>();
    for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
      double took = fleet.checkpoint(job) / 1e6;
      if (now >= begin) {
        millis.add(took);
      }
    }
    Numbers numbers = new Numbers(millis);
    report.figure(
        "checkpoint" + tasks + "TasksP50Ms", numbers.percentile(50), Target.atMost(target));
    report.detail("checkpoint" + tasks + "TasksMs", numbers.summary());
    fleet.cancel(job);
  }
}
