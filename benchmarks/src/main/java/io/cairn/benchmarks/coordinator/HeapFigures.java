package io.cairn.benchmarks.coordinator;

import io.cairn.benchmarks.report.BenchReport;
import io.cairn.benchmarks.report.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The largest state that is promised: the leader's heap, and what a snapshot of it holds up. */
final class HeapFigures {
  private static final int JOBS = 10;
  private static final int TASKS = 10_000;

  /** One more than is retained, so that history is there too. */
  private static final int CHECKPOINTS = 4;

  private static final int SNAPSHOT_SECONDS = 10;
  private static final double MIB = 1 << 20;
  private static final Pattern CAPTURED = Pattern.compile("snapshot of index \\d+ .* (\\d+) us");
  private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)\\s*");

  private HeapFigures() {}

  static void measure(BenchPlan plan, BenchReport report)
      throws IOException, InterruptedException, TimeoutException {
    try (Coordinators cluster =
            plan.cluster("heap", "snapshotIntervalSeconds: " + SNAPSHOT_SECONDS);
        Fleet fleet = Fleet.connect(cluster)) {
      List<Long> jobs = new ArrayList<>();
      for (int i = 0; i < JOBS; i++) {
        jobs.add(fleet.job("big-" + i, TASKS));
      }
      for (int round = 0; round < CHECKPOINTS; round++) {
        for (long job : jobs) {
          fleet.checkpoint(job);
        }
      }
      long probe = fleet.job("probe", 1);
      List<Double> gaps = writesForAWhile(fleet, probe);
      report.figure("leaderLiveHeapMiB", liveMiB(cluster), Target.atMost(512));
      List<Double> captured = captures(cluster);
      Numbers pauses = new Numbers(captured);
      report.figure("snapshotPauseMs", pauses.max(), Target.atMost(20));
      report.setting("snapshots: taken", captured.size());
      report.detail("snapshotPauseMs", pauses.summary());
      report.detail("checkpoint1TaskWhileSnapshotsAreWrittenMs", new Numbers(gaps).summary());
    }
  }

  /** Checkpoints of one task, one after the other, over two snapshots of each replica. */
  private static List<Double> writesForAWhile(Fleet fleet, long job)
      throws InterruptedException, TimeoutException {
    List<Double> millis = new ArrayList<>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2L * SNAPSHOT_SECONDS + 2);
    while (System.nanoTime() < end) {
      millis.add(fleet.checkpoint(job) / 1e6);
    }
    return millis;
  }

  private static double liveMiB(Coordinators cluster) throws IOException, InterruptedException {
    long pid = cluster.process(cluster.leader().index()).pid();
    for (String line : Jcmd.run(pid, "GC.class_histogram")) {
      Matcher total = TOTAL.matcher(line);
      if (total.matches()) {
        return Long.parseLong(total.group(1)) / MIB;
      }
    }
    throw new IOException("jcmd gave no total");
  }

  /** What the replicas logged of each snapshot, in milliseconds. */
  private static List<Double> captures(Coordinators cluster) throws IOException {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < Coordinators.REPLICAS; i++) {
      for (String line : Files.readAllLines(cluster.log(i))) {
        Matcher captured = CAPTURED.matcher(line);
        if (captured.find()) {
          millis.add(Long.parseLong(captured.group(1)) / 1e3);
        }
      }
    }
    return millis;
  }
}
