package io.cairn.benchmarks.storage;

import io.cairn.benchmarks.report.Target;
import io.cairn.benchmarks.report.WorkOptions;
import io.cairn.storage.snapshot.RestoreRequest;
import io.cairn.storage.snapshot.RestoreResult;
import io.cairn.storage.snapshot.SnapshotRestore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Restores of the full snapshot, from HDFS beside {@code -get}, and from the local copy. */
final class Restores {
  static final String JOB = "jobs/1000";

  private Restores() {}

  static void measure(Bench bench) throws Exception {
    int rounds = bench.rounds();
    HadoopShell shell = new HadoopShell(bench.hdfs());
    double[] ratios = new double[rounds];
    double[] ratiosFour = new double[rounds];
    double[] speeds = new double[rounds];
    double[] one = new double[rounds];
    double[] four = new double[rounds];
    double[] local = new double[rounds];
    Path got = bench.work().resolve("got");
    Path restored = bench.work().resolve("restored");
    long bytes =
        bench.tasks().tasks().stream()
            .mapToLong(t -> Objects.requireNonNull(t.base()).stateBytes())
            .sum();
    for (int round = 0; round < rounds; round++) {
      one[round] =
          Bench.mibPerSecond(bytes, bench.secondsOfWriting(bytes, () -> shell.get(got, 1)));
      WorkOptions.delete(got);
      Files.createDirectories(restored);
      double seconds = bench.secondsOfWriting(bytes, () -> restore(bench, restored, null));
      speeds[round] = Bench.mibPerSecond(bytes, seconds);
      Path again = bench.work().resolve("again");
      Files.createDirectories(again);
      double localSeconds = Bench.seconds(() -> restore(bench, again, restored));
      local[round] = localSeconds * 1000;
      WorkOptions.delete(again);
      WorkOptions.delete(restored);
      four[round] =
          Bench.mibPerSecond(bytes, bench.secondsOfWriting(bytes, () -> shell.get(got, 4)));
      WorkOptions.delete(got);
      ratios[round] = speeds[round] / one[round];
      ratiosFour[round] = speeds[round] / four[round];
    }
    bench.report().figure("restoreOverGet", Bench.median(ratios), Target.atLeast(2.5));
    bench.report().figure("localRestoreMs", Bench.median(local), Target.atMost(500));
    bench.report().limit("restoreMibPerSecond", Bench.median(speeds));
    bench.report().limit("restoreOverGet4Streams", Bench.median(ratiosFour));
    bench.report().limit("get1StreamMibPerSecond", Bench.median(one));
    bench.report().limit("get4StreamsMibPerSecond", Bench.median(four));
    bench.report().detail("restoreMibPerSecond", speeds);
    bench.report().detail("get1StreamMibPerSecond", one);
    bench.report().detail("get4StreamsMibPerSecond", four);
    bench.report().detail("localRestoreMs", local);
  }

  /** Both tasks at once, as an agent does. */
  private static void restore(
      Bench bench, Path target, @org.jspecify.annotations.Nullable Path copies) throws Exception {
    SnapshotRestore restore = new SnapshotRestore(bench.tasks().blobs());
    List<RestoreResult> results =
        bench
            .tasks()
            .each(
                task ->
                    restore.restore(
                        new RestoreRequest(
                            JOB,
                            task.name(),
                            Objects.requireNonNull(task.base()),
                            target.resolve("t" + task.index()),
                            copies == null ? null : copies.resolve("t" + task.index()))));
    for (RestoreResult result : results) {
      long wrong = copies == null ? result.reusedBytes() : result.fetchedBytes();
      if (wrong != 0) {
        throw new IllegalStateException("state bytes from the wrong source: " + result);
      }
    }
  }
}
