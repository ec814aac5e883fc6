package io.cairn.benchmarks.storage;

import io.cairn.benchmarks.report.Target;
import io.cairn.benchmarks.report.WorkOptions;
import io.cairn.storage.snapshot.SnapshotFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checkpoints after 5 % of the keys have new values. */
final class Incrementals {
  private static final double SHARE = 0.05;

  private Incrementals() {}

  static void measure(Bench bench, int checkpoints) throws Exception {
    double[] millis = new double[checkpoints];
    List<Double> pauses = new ArrayList<>();
    Set<SnapshotFile> known = new HashSet<>();
    long uploaded = 0;
    long written = 0;
    for (BenchTasks.Uploaded first : bench.tasks().checkpoint(Restores.JOB)) {
      known.addAll(first.taken().local().files());
      first.taken().task().base(first.stored());
    }
    for (int i = 0; i < checkpoints; i++) {
      bench
          .tasks()
          .each(
              task -> {
                task.update(SHARE);
                return task;
              });
      long begun = System.nanoTime();
      List<BenchTasks.Uploaded> all = bench.tasks().checkpoint(Restores.JOB);
      millis[i] = (System.nanoTime() - begun) / 1e6;
      for (BenchTasks.Uploaded one : all) {
        pauses.add(one.taken().pauseMillis());
        uploaded += one.stored().uploadedBytes();
        for (SnapshotFile file : one.taken().local().files()) {
          written += known.add(file) && file.immutable() ? file.length() : 0;
        }
        one.taken().task().base(one.stored());
        Path directory = one.taken().local().directory();
        WorkOptions.delete(directory);
      }
    }
    double[] pause = pauses.stream().mapToDouble(Double::doubleValue).toArray();
    var report = bench.report();
    report.figure(
        "incrementalBytesOverNewSstBytes", (double) uploaded / written, Target.atMost(1.05));
    report.figure("incrementalTriggerToAckMs", Bench.median(millis), Target.atMost(600));
    report.figure("localStagePauseP99Ms", Bench.quantile(pause, 0.99), Target.atMost(50));
    report.detail("incrementalTriggerToAckMs", millis);
    report.detail("localStagePauseMs", pause);
    report.detail("incrementalMibPerCheckpoint", uploaded / 1048576.0 / checkpoints);
  }
}
