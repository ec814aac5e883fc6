package io.cairn.cli.dev;

import io.cairn.api.files.BrokenLines;
import io.cairn.cli.CliException;
import io.cairn.cli.admin.AdminException;
import io.cairn.cli.cluster.ChildFailedException;
import io.cairn.cli.cluster.ClusterPlan;
import io.cairn.cli.cluster.LocalCluster;
import io.cairn.cli.demo.FlightDelaysJob;
import io.cairn.cli.demo.InputFile;
import io.cairn.examples.flights.FlightsCsv;
import io.cairn.examples.flights.FlightsCsvException;
import io.cairn.process.ExitCode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cairn dev}. */
@Command(
    name = "dev",
    description = {
      "Run a local cluster with a job until Ctrl-C.",
      "",
      "Starts HDFS, three coordinators, two agents and the job flight-delays. Kill",
      "any of its processes and look what happens.",
      ""
    },
    footer = {"", "Examples:", "  cairn dev", "  cairn dev --store file --file cluster.json"},
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class DevCommand implements Callable<Integer> {
  /** Repeats the input for some weeks. */
  private static final int ENDLESS = 1_000_000;

  private static final long LOOK_MILLIS = 200;

  @Option(
      names = "--store",
      paramLabel = "STORE",
      defaultValue = "hdfs",
      description = "Where snapshots go: hdfs or file (default ${DEFAULT-VALUE}).")
  private ClusterPlan.Store store = ClusterPlan.Store.HDFS;

  @Option(names = "--input", paramLabel = "CSV", description = InputFile.OPTION)
  private @Nullable Path input;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Flights per second (default ${DEFAULT-VALUE}).")
  private int rate;

  @Option(names = "--no-job", description = "Start the cluster only.")
  private boolean noJob;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Write addresses and process ids there as JSON.")
  private @Nullable Path file;

  @Option(names = "--keep", description = "Keep the directory with logs, configurations and data.")
  private boolean keep;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (file != null && !InputFile.writable(file)) {
      throw new CliException(ExitCode.USAGE, "--file: " + file + " cannot be written");
    }
    if (rate < 1) {
      throw new CliException(ExitCode.USAGE, "--rate should be at least 1");
    }
    Path csv = InputFile.find(input);
    try {
      var unused = FlightsCsv.check(csv, BrokenLines.FAIL);
    } catch (FlightsCsvException e) {
      throw new CliException(ExitCode.USAGE, "--input: " + e.getMessage(), e);
    }
    PrintStream out = System.out;
    ClusterPlan plan = ClusterPlan.small("cairn-dev", store, keep);
    try (LocalCluster cluster = LocalCluster.create(plan, out::println)) {
      return serve(cluster, csv, out);
    }
  }

  private int serve(LocalCluster cluster, Path csv, PrintStream out)
      throws IOException, InterruptedException {
    try {
      cluster.start();
      if (!noJob) {
        Map<String, String> arguments =
            Map.of("repeat", String.valueOf(ENDLESS), "ratePerSecond", String.valueOf(rate));
        FlightDelaysJob.submit(cluster, arguments, csv);
      }
      ClusterCard card = new ClusterCard(cluster);
      if (file != null) {
        write(file, card.json());
      }
      card.lines().forEach(out::println);
      out.flush();
      watch(cluster, out);
      return ExitCode.OK;
    } catch (ChildFailedException | AdminException e) {
      if (cluster.interrupted()) {
        return ExitCode.FAILED; // the JVM is ending already, with the signal's code
      }
      throw new CliException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  /** Says which process has ended; whoever killed it wants to know that it did. */
  private static void watch(LocalCluster cluster, PrintStream out) throws InterruptedException {
    Set<String> told = new HashSet<>();
    while (true) {
      for (String name : cluster.dead()) {
        if (told.add(name)) {
          out.println(name + " has ended");
          out.flush();
        }
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /** Whoever waits for the file must never see half of it. */
  private static void write(Path file, String json) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(part, json);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
