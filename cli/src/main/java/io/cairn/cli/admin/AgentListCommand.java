package io.cairn.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.cli.terminal.Table;
import io.cairn.process.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code cairn agent list}. */
@Command(
    name = "list",
    description = "List the agents, their slots, and who drains them.",
    footer = {"", "Example:  cairn agent list -o json"},
    mixinStandardHelpOptions = true)
public final class AgentListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private AdminOptions admin = new AdminOptions();

  @Override
  public Integer call() throws InterruptedException {
    JsonNode answer = admin.ask(client -> client.get("agents"));
    admin.show(
        spec,
        answer,
        (found, look) ->
            AdminOptions.table(
                new Table("AGENT", "STATE", "RUN", "DATA", "SLOTS USED", "DRAINED BY"),
                found.path("agents"),
                AgentListCommand::row,
                look));
    return ExitCode.OK;
  }

  private static void row(Table table, JsonNode agent) {
    table.row(
        agent.path("id").asText(),
        agent.path("state").asText(),
        agent.path("incarnation").asLong(),
        agent.path("host").asText() + ":" + agent.path("port").asInt(),
        agent.path("usedSlots").asInt() + "/" + agent.path("slots").asInt(),
        agent.path("drain").path("who").asText(""));
  }
}
