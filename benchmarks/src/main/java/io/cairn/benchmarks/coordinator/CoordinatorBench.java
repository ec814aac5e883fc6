package io.cairn.benchmarks.coordinator;

import io.cairn.benchmarks.report.BenchReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
    FAILOVER,
    ELECTIONS,
    HEAP
  }

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the report to a file.")
  private @Nullable Path json;

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
      names = "--directory",
      paramLabel = "DIR",
      description = "Where the data goes; on the disk to measure. Default: a temporary one.")
  private @Nullable Path directory;

  @Option(
      names = "--coordinator-option",
      paramLabel = "OPTION",
      description = "A further option of the coordinators' JVMs; %%i is the coordinator's id.")
  private List<String> options = List.of();

  @Option(names = "--keep", description = "Leaves the data and the logs.")
  private boolean keep;

  @Override
  public Integer call() throws IOException, InterruptedException, TimeoutException {
    Path root =
        Files.createTempDirectory(
            directory == null ? Path.of(System.getProperty("java.io.tmpdir")) : directory,
            "cairn-bench-");
    BenchReport report = new BenchReport("coordinator");
    BenchPlan plan =
        new BenchPlan(
            root,
            options,
            Duration.ofSeconds(warmup),
            Duration.ofSeconds(seconds),
            failovers,
            Duration.ofSeconds(electionSeconds));
    report.setting("replicas", Coordinators.REPLICAS);
    report.setting("seconds of each", seconds);
    report.setting("seconds of warmup", warmup);
    if (!options.isEmpty()) {
      report.setting("coordinator options", options);
    }
    try {
      Set<Part> parts = only.isEmpty() ? EnumSet.allOf(Part.class) : EnumSet.copyOf(only);
      for (Part part : parts) {
        System.err.println("measuring " + part);
        measure(part, plan, report);
      }
    } finally {
      if (keep) {
        System.err.println("kept: " + root);
      } else {
        delete(root);
      }
    }
    report.print(System.out);
    if (json != null) {
      report.write(json);
    }
    return 0;
  }

  private static void measure(Part part, BenchPlan plan, BenchReport report)
      throws IOException, InterruptedException, TimeoutException {
    switch (part) {
      case LIMITS -> Limits.measure(plan, report);
      case ACKS -> AckFigures.throughput(plan, report);
      case CURVE -> AckFigures.curve(plan, report);
      case LATENCY -> LatencyFigures.measure(plan, report);
      case FAILOVER -> FailoverFigures.measure(plan, report);
      case ELECTIONS -> ElectionFigure.measure(plan, report);
      case HEAP -> HeapFigures.measure(plan, report);
    }
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      all.sorted(Comparator.reverseOrder())
          .forEach(
              path -> {
                try {
                  Files.delete(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
