package io.cairn.cli;

import io.cairn.coordinator.app.CoordinatorMain;
import io.cairn.process.ParentWatch;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a coordinator in this process until it is told to stop. */
@Command(
    name = "coordinator",
    description = "Run a coordinator until it is stopped (SIGTERM).",
    footer = {"", "Example:  cairn coordinator --config coordinator.yaml"},
    mixinStandardHelpOptions = true)
final class CoordinatorCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Its configuration, in YAML.")
  private Path config = Path.of("");

  @Override
  public Integer call() throws Exception {
    ParentWatch.startIfEnabled();
    return CoordinatorMain.run(config);
  }
}
