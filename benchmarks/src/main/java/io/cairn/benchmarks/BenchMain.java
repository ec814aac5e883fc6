package io.cairn.benchmarks;

import io.cairn.benchmarks.coordinator.CoordinatorBench;
import io.cairn.benchmarks.runtime.RuntimeCommand;
import io.cairn.benchmarks.storage.StorageCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The main of {@code bin/bench}. */
@Command(
    name = "bench",
    description = {
      "Measures Cairn against the limits of this machine, in one run.",
      "Every suite prints the machine, its settings and its figures.",
      ""
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "SUITE",
    subcommands = {CoordinatorBench.class, StorageCommand.class, RuntimeCommand.class})
public final class BenchMain implements Runnable {
  private BenchMain() {}

  /** Runs one suite; exit code 0 when it could measure, whatever the figures are. */
  public static void main(String[] args) {
    int code = new CommandLine(new BenchMain()).execute(args);
    System.out.flush();
    System.exit(code);
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.err);
  }
}
