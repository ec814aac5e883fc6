package io.cairn.benchmarks.coordinator;

import io.cairn.benchmarks.report.BenchReport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** What this machine gives at most: its disk, and jraft without a coordinator. */
final class Limits {
  private static final int ENTRY_BYTES = 8 << 10;
  private static final int FSYNCS = 2_000;

  private Limits() {}

  static void measure(BenchPlan plan, BenchReport report)
      throws IOException, InterruptedException, TimeoutException {
    Numbers micros = fsyncs(Files.createDirectories(plan.directory()).resolve("fsync"));
    report.limit("fsync8KiBP50Us", micros.percentile(50));
    report.detail("fsync8KiBUs", micros.summary());
    RawRaft.Result raw = RawRaft.measure(plan);
    report.limit("rawRaftItemsPerSecond", raw.itemsPerSecond());
    report.limit("rawRaftEntryP50Ms", raw.entryP50Millis());
    report.limit("rawRaftCpuMicrosPerItem", raw.cpuMicrosPerItem());
  }

  /** Appends an entry's bytes and forces them, again and again. */
  private static Numbers fsyncs(Path file) throws IOException {
    List<Double> micros = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.allocateDirect(ENTRY_BYTES);
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int i = 0; i < FSYNCS; i++) {
        bytes.clear();
        long begun = System.nanoTime();
        out.write(bytes);
        out.force(false);
        micros.add((System.nanoTime() - begun) / 1e3);
      }
    }
    return new Numbers(micros);
  }
}
