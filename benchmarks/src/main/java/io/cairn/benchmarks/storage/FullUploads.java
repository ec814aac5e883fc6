package io.cairn.benchmarks.storage;

import io.cairn.benchmarks.report.Target;
import io.cairn.storage.snapshot.StoredSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The first full snapshot, beside {@code -put} and the raw disk, in turn. */
final class FullUploads {
  private FullUploads() {}

  /** Measures, if that is wanted, and leaves a snapshot and its copies to be restored. */
  static void run(Bench bench, boolean measured) throws Exception {
    List<BenchTasks.Taken> taken = bench.tasks().snapshot();
    long bytes = taken.stream().mapToLong(t -> t.local().stateBytes()).sum();
    CopiedFiles files = CopiedFiles.of(bench.work().resolve("put"), taken);
    bench.report().setting("stateBytes", bytes);
    if (measured) {
      measure(bench, taken, bytes, files);
    }
    upload(bench, Restores.JOB, taken);
    new HadoopShell(bench.hdfs()).put(files.list(), 1);
  }

  private static void measure(
      Bench bench, List<BenchTasks.Taken> taken, long bytes, CopiedFiles files) throws Exception {
    HadoopShell shell = new HadoopShell(bench.hdfs());
    int rounds = bench.rounds();
    double[] ratios = new double[rounds];
    double[] speeds = new double[rounds];
    double[] one = new double[rounds];
    double[] four = new double[rounds];
    double[] raw = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      String job = "jobs/" + (round + 1);
      one[round] =
          Bench.mibPerSecond(
              bytes, bench.secondsOfWriting(bytes, () -> shell.put(files.list(), 1)));
      shell.removeCopies();
      speeds[round] =
          Bench.mibPerSecond(bytes, bench.secondsOfWriting(bytes, () -> upload(bench, job, taken)));
      bench.tasks().blobs().deleteTree(job);
      four[round] =
          Bench.mibPerSecond(
              bytes, bench.secondsOfWriting(bytes, () -> shell.put(files.list(), 4)));
      shell.removeCopies();
      raw[round] = Bench.mibPerSecond(bytes, bench.secondsOfWriting(bytes, files::rawWrite));
      ratios[round] = speeds[round] / Math.max(one[round], four[round]);
    }
    bench.report().figure("fullUploadOverPut", Bench.median(ratios), Target.atLeast(1.3));
    bench.report().limit("fullUploadMibPerSecond", Bench.median(speeds));
    bench.report().limit("put1StreamMibPerSecond", Bench.median(one));
    bench.report().limit("put4StreamsMibPerSecond", Bench.median(four));
    bench.report().limit("rawWriteAndFsyncMibPerSecond", Bench.median(raw));
    bench.report().detail("fullUploadMibPerSecond", speeds);
    bench.report().detail("put1StreamMibPerSecond", one);
    bench.report().detail("put4StreamsMibPerSecond", four);
    bench.report().detail("rawWriteAndFsyncMibPerSecond", raw);
  }

  private static void upload(Bench bench, String job, List<BenchTasks.Taken> taken)
      throws Exception {
    List<CompletableFuture<StoredSnapshot>> uploads = new ArrayList<>();
    for (BenchTasks.Taken one : taken) {
      uploads.add(bench.tasks().upload(job, one.task(), one.local(), null));
    }
    for (int i = 0; i < uploads.size(); i++) {
      taken.get(i).task().base(uploads.get(i).get());
    }
  }
}
