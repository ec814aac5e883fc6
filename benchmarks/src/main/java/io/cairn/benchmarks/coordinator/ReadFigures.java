package io.cairn.benchmarks.coordinator;

import io.cairn.benchmarks.report.BenchReport;
import io.cairn.benchmarks.report.Target;
import io.cairn.cli.admin.AdminClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What readers cost those who take checkpoints: one of 1,000 tasks twice a second, in turn with and
 * without reads on each replica. And how long the detail of 10,000 tasks takes.
 */
final class ReadFigures {
  private static final int TASKS = 1_000;
  private static final int MANY_TASKS = 10_000;
  private static final int DETAILS = 30;
  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final Duration TURN = Duration.ofSeconds(5);

  private ReadFigures() {}

  static void measure(BenchPlan plan, BenchReport report)
      throws IOException, InterruptedException, TimeoutException {
    try (Coordinators cluster = plan.cluster("reads");
        Fleet fleet = Fleet.connect(cluster)) {
      long job = fleet.job("tasks-" + TASKS, TASKS);
      fleet.checkpoint(job);
      String of = "jobs/" + job;
      List<String> paths =
          List.of("cluster", "jobs", of, of + "/checkpoints", of + "/checkpoints/1", "members");
      try (ReadLoad reads = new ReadLoad(cluster, paths)) {
        compare(plan, report, fleet, job, reads);
      }
      fleet.cancel(job);
      details(report, fleet, cluster.client());
    }
  }

  private static void compare(
      BenchPlan plan, BenchReport report, Fleet fleet, long job, ReadLoad reads)
      throws InterruptedException, TimeoutException {
    List<Double> without = new ArrayList<>();
    List<Double> with = new ArrayList<>();
    // Code that is not compiled yet would let the requests pile up.
    for (int rate = 1; rate <= ReadLoad.FULL; rate++) {
      reads.go(rate);
      turn(fleet, job, plan.warmup().dividedBy(ReadLoad.FULL), new ArrayList<>());
    }
    reads.measure();
    for (long left = plan.measure().toNanos(); left > 0; left -= TURN.toNanos()) {
      reads.go(0);
      turn(fleet, job, TURN, without);
      reads.go(ReadLoad.FULL);
      turn(fleet, job, TURN, with);
    }
    reads.go(0);
    Numbers quiet = new Numbers(without);
    Numbers read = new Numbers(with);
    report.figure(
        "checkpointWithReadsOverWithout",
        read.percentile(50) / quiet.percentile(50),
        Target.atMost(1.2));
    report.detail("checkpointWithoutReadsMs", quiet.summary());
    report.detail("checkpointWithReadsMs", read.summary());
    report.detail("reads", reads.summary());
  }

  private static void turn(Fleet fleet, long job, Duration turn, List<Double> millis)
      throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + turn.toNanos();
    for (long next = System.nanoTime(); next < end; next += PERIOD.toNanos()) {
      TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
      millis.add(fleet.checkpoint(job) / 1e6);
    }
  }

  private static void details(BenchReport report, Fleet fleet, AdminClient client)
      throws InterruptedException, TimeoutException {
    long job = fleet.job("tasks-" + MANY_TASKS, MANY_TASKS);
    fleet.checkpoint(job);
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < DETAILS; i++) {
      long begun = System.nanoTime();
      client.get("jobs/" + job + "/checkpoints/1");
      millis.add((System.nanoTime() - begun) / 1e6);
    }
    Numbers numbers = new Numbers(millis);
    report.figure("detail10000TasksP50Ms", numbers.percentile(50), Target.atMost(200));
    report.detail("detail10000TasksMs", numbers.summary());
    fleet.cancel(job);
  }
}
