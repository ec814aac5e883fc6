package io.cairn.benchmarks.runtime;

import io.cairn.benchmarks.report.BenchReport;
import io.cairn.benchmarks.report.ReportOptions;
import io.cairn.benchmarks.report.Target;
import io.cairn.cli.cluster.ClusterPlan;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bin/bench runtime}. */
@Command(
    name = "runtime",
    description = {
      "A keyed count on RocksDB: with and without checkpoints, and through kills.",
      "Starts clusters of real processes on the loopback address.",
      ""
    },
    mixinStandardHelpOptions = true)
public final class RuntimeCommand implements Callable<Integer> {
  private static final Set<String> PARTS = Set.of("file", "hdfs", "shuffle", "leader", "agent");

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Mixin private final ReportOptions output = new ReportOptions();

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description = "Some of: file, hdfs, shuffle, leader, agent.")
  private List<String> only = List.of();

  @Option(names = "--rounds", defaultValue = "3", description = "Pairs of windows (3).")
  private int rounds;

  @Option(names = "--seconds", defaultValue = "8", description = "Of a window (8).")
  private int seconds;

  @Option(names = "--warmup", defaultValue = "5", description = "Seconds before it (5).")
  private int warmup;

  @Option(names = "--keys", defaultValue = "1000000", description = "Different keys (1000000).")
  private long keys;

  @Option(names = "--agents", defaultValue = "1", description = "For the throughput (1).")
  private int agents;

  @Option(
      names = "--rate",
      defaultValue = "50000",
      description = "Records per second of the kills (50000).")
  private int rate;

  @Option(names = "--shuffle-tasks", defaultValue = "100", description = "An even number (100).")
  private int shuffleTasks;

  @Option(names = "--checkpoints", defaultValue = "60", description = "Timed ones (60).")
  private int checkpoints;

  @Option(names = "--agent-heap", defaultValue = "768", description = "In MiB (768).")
  private int heap;

  @Option(names = "--agent-option", defaultValue = "", description = "One for the agents' JVMs.")
  private String agentOption = "";

  @Override
  public Integer call() throws IOException, InterruptedException {
    Set<String> parts = new TreeSet<>(only.isEmpty() ? PARTS : only);
    if (!PARTS.containsAll(parts)) {
      throw new ParameterException(
          spec.commandLine(), "--only " + only + ": give some of " + new TreeSet<>(PARTS));
    }
    RuntimeSettings settings =
        new RuntimeSettings(
            rounds,
            seconds,
            warmup,
            keys,
            agents,
            rate,
            shuffleTasks,
            checkpoints,
            heap,
            agentOption);
    BenchReport report = new BenchReport("runtime");
    report.setting("keys", keys);
    report.setting("parallelism", 2);
    report.setting("agents", agents);
    report.setting("windows", rounds + " pairs of " + seconds + " s");
    if (parts.contains("file")) {
      throughput(report, ClusterPlan.Store.FILE, "throughputFileOverOff", 0.95, settings);
    }
    if (parts.contains("hdfs")) {
      throughput(report, ClusterPlan.Store.HDFS, "throughputHdfsOverOff", 0.90, settings);
    }
    if (parts.contains("shuffle")) {
      shuffle(report, settings);
    }
    if (parts.contains("leader") || parts.contains("agent")) {
      kills(report, parts, settings);
    }
    output.publish(report);
    return 0;
  }

  private static void throughput(
      BenchReport report,
      ClusterPlan.Store store,
      String key,
      double target,
      RuntimeSettings settings)
      throws IOException, InterruptedException {
    System.err.println("throughput, checkpoints to " + store);
    List<Throughput.Window> windows = new Throughput(store, settings).measure();
    double off = Throughput.mean(windows, false);
    report.figure(key, Throughput.mean(windows, true) / off, Target.atLeast(target));
    if (store == ClusterPlan.Store.FILE) {
      report.figure("recordsPerSecondOff", off, Target.atLeast(400_000));
    }
    report.detail(key, windows.stream().map(Throughput.Window::shown).toList());
  }

  private static void shuffle(BenchReport report, RuntimeSettings settings)
      throws IOException, InterruptedException {
    System.err.println("checkpoints of " + settings.shuffleTasks() + " tasks");
    List<Long> millis = new ShuffleCheckpoints(settings).measure();
    report.figure(
        "checkpoint100TasksShuffleP50Ms", millis.get(millis.size() / 2), Target.atMost(60));
    report.detail("checkpoint100TasksShuffleMs", millis);
  }

  private static void kills(BenchReport report, Set<String> parts, RuntimeSettings settings)
      throws IOException, InterruptedException {
    System.err.println("kills");
    boolean leader = parts.contains("leader");
    boolean agent = parts.contains("agent");
    Kills.Felt felt = new Kills(settings).measure(leader, agent);
    if (agent) {
      report.figure("agentRestartFirstRecordMs", felt.agentRestart(), Target.atMost(3_000));
      report.detail("agentKillFirstRecordMs", felt.agentKill());
    }
    if (leader) {
      report.figure("leaderKillLongestGapMs", felt.leaderGap(), Target.atMost(100));
      report.detail("longestGapBeforeTheKillMs", felt.calmGap());
    }
  }
}
