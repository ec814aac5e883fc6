package io.cairn.benchmarks.coordinator;

import io.cairn.benchmarks.report.BenchReport;
import io.cairn.benchmarks.report.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Durable acks a second, and how their cost depends on the number of tasks. */
final class AckFigures {
  /** So many rounds overlap that no core waits for the metadata of one. */
  private static final int JOBS = 6;

  private static final int TASKS = 10_000;

  /** Tasks of a job, and jobs: all that ever run have slots together. */
  private static final int[][] CURVE = {{100, 32}, {300, 16}, {1_000, 8}, {3_000, 4}, {10_000, 4}};

  private static final int[] WARMING = {1_000, 8};

  /** Of each point, until the jobs are in step with each other no more. */
  private static final Duration CURVE_WARMUP = Duration.ofSeconds(2);

  private AckFigures() {}

  static void throughput(BenchPlan plan, BenchReport report)
      throws IOException, InterruptedException, TimeoutException {
    Rounds.Result result = measure(plan, "acks", TASKS, JOBS);
    report.figure("acksPerSecond", result.perSecond(), Target.atLeast(300_000));
    report.setting("acks: jobs at once", JOBS);
    report.setting("acks: agents", Fleet.AGENTS);
    report.detail(
        "acks",
        Map.of(
            "rounds", result.rounds(),
            "roundP50Ms", result.p50Millis(),
            "coordinatorCpuMicrosPerAck", result.coordinatorMicros()));
  }

  /** In one cluster, which is warm before the first point, so that only the tasks differ. */
  static void curve(BenchPlan plan, BenchReport report)
      throws IOException, InterruptedException, TimeoutException {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (Coordinators cluster = plan.cluster("curve");
        Fleet fleet = Fleet.connect(cluster)) {
      rounds(cluster, fleet, WARMING[0], WARMING[1], plan.lasting(plan.warmup(), Duration.ZERO));
      for (int[] point : CURVE) {
        BenchPlan each = plan.lasting(CURVE_WARMUP, plan.measure().dividedBy(2));
        Rounds.Result result = rounds(cluster, fleet, point[0], point[1], each);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("tasks", point[0]);
        row.put("jobs", point[1]);
        row.put("checkpoints", result.rounds());
        row.put("acksPerSecond", result.perSecond());
        row.put("coordinatorCpuMicrosPerAck", result.coordinatorMicros());
        row.put("roundP50Ms", result.p50Millis());
        rows.add(row);
        report.figure("cpuMicrosPerAck" + point[0] + "Tasks", result.coordinatorMicros(), null);
      }
    }
    report.detail("costPerAck", rows);
  }

  private static Rounds.Result measure(BenchPlan plan, String name, int tasks, int jobs)
      throws IOException, InterruptedException, TimeoutException {
    try (Coordinators cluster = plan.cluster(name);
        Fleet fleet = Fleet.connect(cluster)) {
      return rounds(cluster, fleet, tasks, jobs, plan);
    }
  }

  private static Rounds.Result rounds(
      Coordinators cluster, Fleet fleet, int tasks, int jobs, BenchPlan plan)
      throws InterruptedException, TimeoutException {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      ids.add(fleet.job("load-" + tasks + "-" + i, tasks));
    }
    Rounds.Result result = Rounds.run(cluster, fleet, ids, tasks, plan);
    for (long id : ids) {
      fleet.cancel(id);
    }
    return result;
  }
}
