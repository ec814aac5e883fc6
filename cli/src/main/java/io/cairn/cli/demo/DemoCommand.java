package io.cairn.cli.demo;

import io.cairn.api.files.BrokenLines;
import io.cairn.cli.CliException;
import io.cairn.cli.admin.AdminException;
import io.cairn.cli.cluster.ChildFailedException;
import io.cairn.cli.cluster.ClusterPlan;
import io.cairn.cli.cluster.LocalCluster;
import io.cairn.cli.hdfs.HadoopFiles;
import io.cairn.cli.terminal.Colours;
import io.cairn.cli.terminal.Words;
import io.cairn.examples.flights.FlightsCsv;
import io.cairn.examples.flights.FlightsCsvException;
import io.cairn.examples.flights.verdict.CommittedOutput;
import io.cairn.examples.flights.verdict.ExpectedResults;
import io.cairn.examples.flights.verdict.Verdict;
import io.cairn.process.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cairn demo}. */
@Command(
    name = "demo",
    description = {
      "Kill the leader and an agent in mid-checkpoint; check the result.",
      "",
      "Runs a local cluster (HDFS, three coordinators, two agents) with the job",
      "flight-delays. Ends with code 0 only if the output is exact.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  cairn demo",
      "  cairn demo --kill leader --seed 7 --json out.json",
      "  cairn demo --input flights.csv --repeat 100 --on-broken-line skip"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "65",
      description =
          "About how long the run takes (default ${DEFAULT-VALUE}); less than 50 cannot be kept.")
  private int seconds;

  @Option(
      names = "--kill",
      paramLabel = "WHOM",
      defaultValue = "both",
      description = "leader, agent, both or none (default ${DEFAULT-VALUE}).")
  private DemoSettings.Kill kill = DemoSettings.Kill.BOTH;

  @Option(
      names = "--store",
      paramLabel = "STORE",
      defaultValue = "hdfs",
      description = "Where snapshots go: hdfs or file (default ${DEFAULT-VALUE}).")
  private ClusterPlan.Store store = ClusterPlan.Store.HDFS;

  @Option(names = "--input", paramLabel = "CSV", description = InputFile.OPTION)
  private @Nullable Path input;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "10",
      description = "How often the input is read (default ${DEFAULT-VALUE}).")
  private int repeat;

  @Option(
      names = "--on-broken-line",
      paramLabel = "POLICY",
      defaultValue = "fail",
      description = "skip or fail (default ${DEFAULT-VALUE}).")
  private BrokenLines onBrokenLine = BrokenLines.FAIL;

  @Option(names = "--json", paramLabel = "FILE", description = "Write every figure there.")
  private @Nullable Path json;

  @Option(names = "--keep", description = "Keep the directory with logs, configurations and data.")
  private boolean keep;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Chooses the moments of the kills (default ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() throws IOException, InterruptedException {
    DemoSettings settings = settings();
    DemoReport report = new DemoReport(settings);
    long start = System.nanoTime();
    int code;
    try (Narrator narrator = narrator()) {
      code = run(settings, narrator, report);
    }
    report.seconds((System.nanoTime() - start) / 1e9);
    if (json != null) {
      Files.writeString(json, report.toString());
    }
    return code;
  }

  private DemoSettings settings() {
    if (seconds < 1 || repeat < 1) {
      throw new CliException(ExitCode.USAGE, "--seconds and --repeat should be at least 1");
    }
    if (json != null && !InputFile.writable(json)) {
      throw new CliException(ExitCode.USAGE, "--json: " + json + " cannot be written");
    }
    Path file = InputFile.find(input);
    try {
      FlightsCsv checked = FlightsCsv.check(file, onBrokenLine);
      if (checked.brokenLines() > 0) {
        System.err.println(
            "cairn: "
                + checked.brokenLines()
                + " broken lines are skipped, the first is line "
                + checked.firstBroken());
      }
      return new DemoSettings(
          seconds,
          kill,
          store,
          file,
          checked.flights(),
          repeat,
          onBrokenLine == BrokenLines.SKIP,
          seed,
          keep);
    } catch (FlightsCsvException e) {
      throw new CliException(ExitCode.USAGE, "--input: " + e.getMessage(), e);
    }
  }

  private static Narrator narrator() {
    if (!Colours.terminal()) {
      return new PlainNarrator(System.out);
    }
    Narrator live = new LiveNarrator(System.out, Colours.wanted());
    Runtime.getRuntime().addShutdownHook(new Thread(live::close, "terminal-restore"));
    return live;
  }

  private static int run(DemoSettings settings, Narrator narrator, DemoReport report)
      throws IOException, InterruptedException {
    ClusterPlan plan =
        ClusterPlan.small("cairn-demo", settings.store(), settings.keep())
            .withUploadLimits(UploadLimits.OF_AGENTS);
    narrator.say(
        Words.count(settings.flights(), "flight")
            + ", read "
            + Words.count(settings.repeat(), "time")
            + "; seed "
            + settings.seed());
    try (LocalCluster cluster = LocalCluster.create(plan, narrator::say)) {
      if (settings.keep()) {
        narrator.say("everything is kept in " + cluster.directory());
      }
      return runOn(cluster, settings, narrator, report);
    }
  }

  private static int runOn(
      LocalCluster cluster, DemoSettings settings, Narrator narrator, DemoReport report)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    try {
      cluster.start();
      StatusBlock block = new StatusBlock(cluster, Colours.wanted());
      DemoRun run = new DemoRun(settings, cluster, narrator, block);
      try {
        run.run((System.nanoTime() - start) / 1_000_000_000L);
      } finally {
        report.add(run);
      }
      return judge(settings, cluster, run, narrator, report);
    } catch (DemoFailedException | ChildFailedException | AdminException e) {
      if (cluster.interrupted()) {
        report.failure("interrupted");
        return ExitCode.FAILED;
      }
      report.failure(String.valueOf(e.getMessage()));
      narrator.say("FAILED: " + e.getMessage());
      return ExitCode.FAILED;
    }
  }

  private static int judge(
      DemoSettings settings,
      LocalCluster cluster,
      DemoRun run,
      Narrator narrator,
      DemoReport report)
      throws IOException {
    narrator.say("comparing the committed output with a direct computation");
    ExpectedResults expected =
        ExpectedResults.of(settings.input(), settings.repeat(), settings.skipBroken());
    Map<String, String> hadoop =
        settings.store() == ClusterPlan.Store.HDFS ? cluster.hadoopSettings() : Map.of();
    URI committed = URI.create(FlightDelaysJob.output(cluster) + "/committed");
    Verdict verdict =
        Verdict.of(
            expected,
            CommittedOutput.read(reader -> HadoopFiles.forEach(committed, hadoop, reader::read)));
    report.add(verdict);
    narrator.say(verdict.summary());
    verdict.first().forEach(difference -> narrator.say("  " + difference));
    List<String> failures = new ArrayList<>();
    run.faults().forEach(fault -> fault.failure().ifPresent(failures::add));
    failures.forEach(why -> narrator.say("FAILED: " + why));
    if (!failures.isEmpty()) {
      report.failure(String.join("; ", failures));
    }
    boolean good = verdict.exact() && failures.isEmpty();
    narrator.say(good ? "VERDICT: exact" : "VERDICT: this run failed");
    return good ? ExitCode.OK : ExitCode.FAILED;
  }
}
