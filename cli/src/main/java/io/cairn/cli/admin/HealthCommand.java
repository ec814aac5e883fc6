package io.cairn.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.cli.terminal.Look;
import io.cairn.process.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code cairn health}. */
@Command(
    name = "health",
    description = {
      "Make a round of consensus and compare the replicas' states.",
      "",
      "Exit code 0 when all is well; 1 when a coordinator is silent, behind or",
      "differs, or when there is no majority."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  cairn health || page-someone"})
public final class HealthCommand implements Callable<Integer> {
  @Mixin private AdminOptions admin = new AdminOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    JsonNode answer = admin.ask(client -> client.get("health"));
    admin.show(spec, answer, HealthCommand::lines);
    return answer.path("status").asText().equals("ok") ? ExitCode.OK : ExitCode.FAILED;
  }

  private static List<String> lines(JsonNode answer, Look look) {
    List<String> lines = new ArrayList<>();
    lines.add(
        answer.path("status").asText()
            + "  leader "
            + answer.path("leader").asText()
            + "  term "
            + answer.path("term").asLong()
            + "  index "
            + answer.path("index").asLong()
            + "  state "
            + answer.path("stateHash").asText());
    lines.add("");
    lines.addAll(MemberCommand.lines(answer.path("members"), look));
    return lines;
  }
}
