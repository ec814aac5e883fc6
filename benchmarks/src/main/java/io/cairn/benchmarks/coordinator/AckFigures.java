package io.cairn.benchmarks.coordinator;

import io.cairn.benchmarks.report.BenchReport;
import io.cairn.benchmarks.report.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Durable acks a second, and how their cost depends on the number of tasks. */
final class AckFigures {
  /** So many rounds overlap that no core waits for the metadata of one. */
  private static final int JOBS = 4;

  private static final int TASKS = 10_000;

  /** Tasks of a job, and jobs: as many tasks at once in each, within reason. */
  private static final int[][] CURVE = {{100, 40}, {300, 20}, {1_000, 10}, {3_000, 6}, {10_000, 4}};

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

  static void curve(BenchPlan plan, BenchReport report)
      throws IOException, InterruptedException, TimeoutException {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int[] point : CURVE) {
      Rounds.Result result = measure(plan, "curve-" + point[0], point[0], point[1]);
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("tasks", point[0]);
      row.put("jobs", point[1]);
      row.put("acksPerSecond", result.perSecond());
      row.put("coordinatorCpuMicrosPerAck", result.coordinatorMicros());
      row.put("roundP50Ms", result.p50Millis());
      rows.add(row);
      report.figure("cpuMicrosPerAck" + point[0] + "Tasks", result.coordinatorMicros(), null);
    }
    report.detail("costPerAck", rows);
  }

  private static Rounds.Result measure(BenchPlan plan, String name, int tasks, int jobs)
      throws IOException, InterruptedException, TimeoutException {
    try (Coordinators cluster = plan.cluster(name);
        Fleet fleet = Fleet.connect(cluster)) {
      List<Long> ids = new ArrayList<>();
      for (int i = 0; i < jobs; i++) {
        ids.add(fleet.job("load-" + i, tasks));
      }
      return Rounds.run(cluster, fleet, ids, tasks, plan);
    }
  }
}
