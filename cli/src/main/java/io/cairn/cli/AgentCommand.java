package io.cairn.cli;

import io.cairn.agent.app.AgentMain;
import io.cairn.process.ParentWatch;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs an agent in this process until it is told to stop. */
@Command(
    name = "agent",
    description = "Run a task agent until it is stopped (SIGTERM).",
    footer = {"", "Example:  cairn agent --config agent.yaml"},
    mixinStandardHelpOptions = true)
final class AgentCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Its configuration, in YAML.")
  private Path config = Path.of("");

  @Override
  public Integer call() throws Exception {
    ParentWatch.startIfEnabled();
    return AgentMain.run(config);
  }
}
