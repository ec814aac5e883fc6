package io.cairn.benchmarks.storage;

import io.cairn.benchmarks.report.BenchReport;
import io.cairn.benchmarks.report.Target;
import io.cairn.benchmarks.report.WorkOptions;
import io.cairn.storage.snapshot.SnapshotFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Checkpoints after 5 % of the keys have new values. */
final class Incrementals {
  private static final double SHARE = 0.05;

  private Incrementals() {}

  static void measure(Bench bench, int checkpoints) throws Exception {
    double[] millis = new double[checkpoints];
    List<BenchTasks.Pause> pauses = new ArrayList<>();
    List<Double> before = Collections.synchronizedList(new ArrayList<>());
    double[] lastStageMillis = new double[BenchTasks.COUNT];
    Set<SnapshotFile> known = new HashSet<>();
    long uploaded = 0;
    long written = 0;
    for (BenchTasks.Uploaded first : bench.tasks().checkpoint(Restores.JOB, 0)) {
      known.addAll(first.taken().local().files());
      first.taken().task().base(first.stored());
    }
    for (int i = 0; i < checkpoints; i++) {
      bench
          .tasks()
          .each(
              task -> {
                before.add(task.updateFor(lastStageMillis[task.index()], SHARE));
                task.update(SHARE);
                return task;
              });
      List<BenchTasks.Uploaded> all = bench.tasks().checkpoint(Restores.JOB, SHARE);
      millis[i] = all.stream().mapToDouble(BenchTasks.Uploaded::millis).max().orElseThrow();
      for (BenchTasks.Uploaded one : all) {
        pauses.add(one.pause());
        lastStageMillis[one.taken().task().index()] = one.pause().stage();
        uploaded += one.stored().uploadedBytes();
        for (SnapshotFile file : one.taken().local().files()) {
          written += known.add(file) && file.immutable() ? file.length() : 0;
        }
        one.taken().task().base(one.stored());
        Path directory = one.taken().local().directory();
        WorkOptions.delete(directory);
      }
    }
    BenchReport report = bench.report();
    report.figure(
        "incrementalBytesOverNewSstBytes", (double) uploaded / written, Target.atMost(1.05));
    report.figure("incrementalTriggerToAckMs", Bench.median(millis), Target.atMost(600));
    report.detail("incrementalTriggerToAckMs", millis);
    report.detail("incrementalMibPerCheckpoint", uploaded / 1048576.0 / checkpoints);
    reportStages(report, pauses, before);
  }

  private static void reportStages(
      BenchReport report, List<BenchTasks.Pause> pauses, List<Double> before) {
    double[] held = each(pauses, BenchTasks.Pause::held);
    double[] stage = each(pauses, BenchTasks.Pause::stage);
    double[] slow = each(pauses, BenchTasks.Pause::slow);
    double[] slowBefore = each(before, Double::doubleValue);
    report.figure("localStagePauseP99Ms", Bench.quantile(held, 0.99), Target.atMost(50));
    report.limit("localStageMs", Bench.median(stage));
    report.limit("localStageP99Ms", Bench.quantile(stage, 0.99));
    report.limit("slowWritesP99Ms", Bench.quantile(slow, 0.99));
    report.limit("slowWritesBesideNoStageP99Ms", Bench.quantile(slowBefore, 0.99));
    report.detail("localStagePauseMs", held);
    report.detail("localStageBarrierMs", each(pauses, BenchTasks.Pause::barrier));
    report.detail("localStageMs", stage);
    report.detail("slowWritesMs", slow);
    report.detail("slowWritesBesideNoStageMs", slowBefore);
  }

  private static <T> double[] each(List<T> all, ToDoubleFunction<T> figure) {
    return all.stream().mapToDouble(figure).toArray();
  }
}
