package io.cairn.benchmarks.storage;

import io.cairn.benchmarks.report.BenchReport;
import io.cairn.cli.hdfs.HdfsServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The suite {@code storage}. */
@Command(
    name = "storage",
    description = {
      "Snapshots to a real HDFS and back: two tasks, a NameNode and a DataNode in",
      "processes of their own, replication 1. Beside it, in the same run, Hadoop's",
      "own shell (-put and -get, 1 and 4 streams) and a raw disk write of the same",
      "bytes."
    },
    mixinStandardHelpOptions = true)
public final class StorageCommand implements Callable<Integer> {
  @Option(names = "--json", paramLabel = "FILE", description = "Write the report there too.")
  private @Nullable Path json;

  @Option(
      names = "--size-mib",
      paramLabel = "N",
      defaultValue = "1024",
      description = "State of both tasks together (default ${DEFAULT-VALUE}).")
  private int sizeMib;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Rounds of each comparison; the median counts (default ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--checkpoints",
      paramLabel = "N",
      defaultValue = "30",
      description = "Incremental checkpoints (default ${DEFAULT-VALUE}).")
  private int checkpoints;

  @Option(
      names = "--only",
      paramLabel = "PART",
      split = ",",
      description = "Of: ${COMPLETION-CANDIDATES} (default: all).")
  private Set<Part> parts = EnumSet.allOf(Part.class);

  /** What can be measured alone. */
  enum Part {
    FULL,
    RESTORE,
    INCREMENTAL,
    SMALL
  }

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where to work; emptied afterwards (default: a new temporary directory).")
  private @Nullable Path dir;

  @Override
  public Integer call() throws Exception {
    Path work =
        dir == null
            ? Files.createTempDirectory("cairn-bench-storage")
            : Files.createDirectories(dir.toAbsolutePath());
    BenchReport report = new BenchReport("storage");
    report.setting("stateMib", sizeMib);
    report.setting("tasks", BenchTasks.COUNT);
    report.setting("rounds", rounds);
    report.setting("incrementalCheckpoints", checkpoints);
    report.setting("hdfs", "1 NameNode, 1 DataNode, own processes, replication 1");
    try (HdfsServers hdfs = HdfsServers.start(work.resolve("hdfs"), Map.of());
        BenchTasks tasks = BenchTasks.fill(work.resolve("tasks"), sizeMib, hdfs.uri())) {
      Bench bench = new Bench(hdfs.uri(), work, tasks, rounds, report);
      if (parts.contains(Part.FULL) || parts.contains(Part.RESTORE)) {
        FullUploads.run(bench, parts.contains(Part.FULL)); // what is restored is what it uploads
      }
      if (parts.contains(Part.RESTORE)) {
        Restores.measure(bench);
      }
      if (parts.contains(Part.INCREMENTAL)) {
        Incrementals.measure(bench, checkpoints);
      }
      if (parts.contains(Part.SMALL)) {
        SmallStates.measure(bench);
      }
    } finally {
      delete(work);
    }
    report.print(System.out);
    if (json != null) {
      report.write(json);
    }
    return 0;
  }

  static void delete(Path directory) throws IOException {
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
