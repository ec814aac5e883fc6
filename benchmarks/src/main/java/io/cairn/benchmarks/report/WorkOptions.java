package io.cairn.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a suite puts its data: options as a picocli mixin. One thread. */
public final class WorkOptions {
  @Option(
      names = {"--directory", "--dir"},
      paramLabel = "DIR",
      description = "Where the data goes; on the disk to measure. Default: a temporary one.")
  private @Nullable Path directory;

  @Option(names = "--keep", description = "Leaves the data and the logs.")
  private boolean keep;

  /** For picocli. */
  public WorkOptions() {}

  /** Work that is done in a directory. */
  @FunctionalInterface
  public interface Work {
    /** Does it. */
    void in(Path directory) throws Exception;
  }

  /** Does the work in a new directory, which is deleted afterwards unless it is to be kept. */
  public void run(Work work) throws Exception {
    Path parent =
        directory == null
            ? Path.of(System.getProperty("java.io.tmpdir"))
            : Files.createDirectories(directory.toAbsolutePath());
    Path made = Files.createTempDirectory(parent, "cairn-bench-");
    try {
      work.in(made);
    } finally {
      if (keep) {
        System.err.println("kept: " + made);
      } else {
        delete(made);
      }
    }
  }

  /** Deletes a directory with all that is in it; one that is not there is fine. */
  public static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
