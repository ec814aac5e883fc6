package io.cairn.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.cli.CliException;
import io.cairn.process.ExitCode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code cairn leader ...}. */
@Command(
    name = "leader",
    description = "Ask about the leader.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class LeaderCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "show",
      description = "Show which coordinator leads, and in which term.",
      mixinStandardHelpOptions = true)
  int show(@Mixin AdminOptions admin) throws InterruptedException {
    JsonNode cluster = admin.ask(client -> client.get("cluster"));
    JsonNode leader = cluster.path("leader");
    if (!leader.isObject()) {
      throw new CliException(ExitCode.FAILED, "there is no leader now; is a majority running?");
    }
    admin.show(
        spec,
        leader,
        l ->
            List.of(
                l.path("id").asText()
                    + "  term "
                    + l.path("term").asLong()
                    + "  admin "
                    + l.path("admin").asText()));
    return ExitCode.OK;
  }
}
