package io.cairn.benchmarks.storage;

import io.cairn.benchmarks.report.BenchReport;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What the parts of the suite share.
 *
 * @param hdfs the root of the file system
 * @param work a directory on the local disk
 * @param rounds of each comparison
 */
record Bench(URI hdfs, Path work, BenchTasks tasks, int rounds, BenchReport report) {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MIB = 1 << 20;

  /** Something that takes time. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  /** Seconds that it takes. What is dirty in the page cache is written before. */
  static double seconds(Work work) throws Exception {
    settle();
    long begun = System.nanoTime();
    work.run();
    return (System.nanoTime() - begun) / NANOS_PER_SECOND;
  }

  /**
   * The same for work that writes so many bytes to the local disk. Memory that nobody has used for
   * a while must be fetched from the host of a virtual machine, page by page, which takes longer
   * than the work itself: whoever comes first would pay for the others. So as much is written and
   * deleted before each.
   */
  double secondsOfWriting(long bytes, Work work) throws Exception {
    Path warm = this.work.resolve("warm");
    byte[] piece = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(warm)) {
      for (long written = 0; written < bytes; written += piece.length) {
        out.write(piece);
      }
    }
    Files.delete(warm);
    return seconds(work);
  }

  static double mibPerSecond(long bytes, double seconds) {
    return bytes / MIB / seconds;
  }

  /** The value that so much of all is below or at: 0.5 is the median. */
  static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, index)];
  }

  static double median(double[] values) {
    return quantile(values, 0.5);
  }

  /** Lets no measurement pay for what the one before it left dirty. */
  private static void settle() throws IOException, InterruptedException {
    new ProcessBuilder("sync").start().waitFor();
  }
}
