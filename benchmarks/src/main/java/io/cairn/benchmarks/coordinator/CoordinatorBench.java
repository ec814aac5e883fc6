package io.cairn.benchmarks.coordinator;

import io.cairn.benchmarks.report.BenchReport;
import io.cairn.benchmarks.report.ReportOptions;
import io.cairn.benchmarks.report.WorkOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bin/bench coordinator}. */
@Command(
    name = "coordinator",
    mixinStandardHelpOptions = true,
    description = {
      "Three coordinators on the loopback address, simulated agents over the real session",
      "protocol, and raw jraft and fsync in the same run as the limit.",
      ""
    })
public final class CoordinatorBench implements Callable<Integer> {
  /** What can be measured alone. */
  enum Part {
    LIMITS,
    ACKS,
    CURVE,
    LATENCY,
    READS,
    FAILOVER,
    ELECTIONS,
    HEAP
  }

  @Mixin private final ReportOptions output = new ReportOptions();
  @Mixin private final WorkOptions place = new WorkOptions();

  @Option(
      names = "--only",
      paramLabel = "PART",
      arity = "1..*",
      description = "Only these: ${COMPLETION-CANDIDATES}. HEAP includes the pause of a snapshot.")
  private List<Part> only = List.of();

  @Option(names = "--seconds", defaultValue = "12", description = "Of each measurement.")
  private int seconds;

  @Option(names = "--warmup", defaultValue = "12", description = "Seconds before each.")
  private int warmup;

  @Option(names = "--failovers", defaultValue = "15", description = "Kills of the leader.")
  private int failovers;

  @Option(names = "--election-seconds", defaultValue = "180", description = "Under load.")
  private int electionSeconds;

  @Option(
      names = "--coordinator-option",
      paramLabel = "OPTION",
      description = "A further option of the coordinators' JVMs; %%i is the coordinator's id.")
  private List<String> options = List.of();

  @Override
  public Integer call() throws Exception {
    BenchReport report = new BenchReport("coordinator");
    report.setting("replicas", Coordinators.REPLICAS);
    report.setting("seconds of each", seconds);
    report.setting("seconds of warmup", warmup);
    if (!options.isEmpty()) {
      report.setting("coordinator options", options);
    }
    place.run(root -> measureAll(root, report));
    output.publish(report);
    return 0;
  }

  private void measureAll(Path root, BenchReport report)
      throws IOException, InterruptedException, TimeoutException {
    BenchPlan plan =
        new BenchPlan(
            root,
            options,
            Duration.ofSeconds(warmup),
            Duration.ofSeconds(seconds),
            failovers,
            Duration.ofSeconds(electionSeconds));
    Set<Part> parts = only.isEmpty() ? EnumSet.allOf(Part.class) : EnumSet.copyOf(only);
    for (Part part : parts) {
      System.err.println("measuring " + part);
      measure(part, plan, report);
    }
  }

  private static void measure(Part part, BenchPlan plan, BenchReport report)
      throws IOException, InterruptedException, TimeoutException {
    switch (part) {
      case LIMITS -> Limits.measure(plan, report);
      case ACKS -> AckFigures.throughput(plan, report);
      case CURVE -> AckFigures.curve(plan, report);
      case LATENCY -> LatencyFigures.measure(plan, report);
      case READS -> ReadFigures.measure(plan, report);
      case FAILOVER -> FailoverFigures.measure(plan, report);
      case ELECTIONS -> ElectionFigure.measure(plan, report);
      case HEAP -> HeapFigures.measure(plan, report);
    }
  }
}
