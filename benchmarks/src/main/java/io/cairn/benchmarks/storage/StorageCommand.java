package io.cairn.benchmarks.storage;

import io.cairn.benchmarks.report.BenchReport;
import io.cairn.benchmarks.report.ReportOptions;
import io.cairn.benchmarks.report.WorkOptions;
import io.cairn.cli.hdfs.HdfsServers;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
  @Mixin private final ReportOptions output = new ReportOptions();
  @Mixin private final WorkOptions place = new WorkOptions();

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

  @Override
  public Integer call() throws Exception {
    BenchReport report = new BenchReport("storage");
    report.setting("stateMib", sizeMib);
    report.setting("tasks", BenchTasks.COUNT);
    report.setting("rounds", rounds);
    report.setting("incrementalCheckpoints", checkpoints);
    report.setting("hdfs", "1 NameNode, 1 DataNode, own processes, replication 1");
    place.run(work -> measure(work, report));
    output.publish(report);
    return 0;
  }

  private void measure(Path work, BenchReport report) throws Exception {
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
    }
  }
}
