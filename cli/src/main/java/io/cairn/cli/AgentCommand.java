package io.cairn.cli;

import io.cairn.agent.app.AgentMain;
import io.cairn.cli.admin.AgentDrainCommand;
import io.cairn.cli.admin.AgentListCommand;
import io.cairn.process.ParentWatch;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs an agent in this process until it is told to stop; besides, commands about agents. */
@Command(
    name = "agent",
    description = "Run a task agent until it is stopped (SIGTERM); list and drain agents.",
    footer = {"", "Example:  cairn agent --config agent.yaml"},
    subcommands = {AgentListCommand.class, AgentDrainCommand.class},
    mixinStandardHelpOptions = true)
final class AgentCommand implements Callable<Integer> {
  @Option(names = "--config", paramLabel = "FILE", description = "Its configuration, in YAML.")
  private @Nullable Path config;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    Path file = config;
    if (file == null) {
      throw new ParameterException(spec.commandLine(), "Missing required option: '--config=FILE'");
    }
    ParentWatch.startIfEnabled();
    return AgentMain.run(file);
  }
}
