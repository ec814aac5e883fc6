package io.cairn.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.cli.terminal.Table;
import io.cairn.cli.terminal.Words;
import io.cairn.process.ExitCode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn checkpoint ...}. */
@Command(
    name = "checkpoint",
    description = "Ask about checkpoints.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class CheckpointCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "list",
      description = "List a job's checkpoints, newest first.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = "JOB", description = "Its name, or its id.") String job,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "20",
              description = "How many at most (default ${DEFAULT-VALUE}).")
          int limit)
      throws InterruptedException {
    String path = "jobs/" + AdminOptions.segment("job", job) + "/checkpoints?limit=" + limit;
    admin.show(spec, admin.ask(client -> client.get(path)), CheckpointCommand::lines);
    return ExitCode.OK;
  }

  private static List<String> lines(JsonNode answer) {
    JsonNode counts = answer.path("counts");
    List<String> lines = new ArrayList<>();
    lines.add(
        counts.path("completed").asLong()
            + " completed, "
            + counts.path("aborted").asLong()
            + " aborted, "
            + counts.path("inProgress").asLong()
            + " in progress");
    Table table = new Table("ID", "KIND", "STATE", "ACKS", "TIME", "UPLOADED", "STATE SIZE", "");
    for (JsonNode c : answer.path("checkpoints")) {
      table.row(
          c.path("id").asLong(),
          c.path("kind").asText(),
          c.path("state").asText(),
          c.path("acks").asInt() + "/" + c.path("tasks").asInt(),
          Words.millis(c.path("durationMillis").asLong()),
          Words.bytes(c.path("uploadedBytes").asLong()),
          Words.bytes(c.path("stateBytes").asLong()),
          c.path("reason").asText(""));
    }
    lines.addAll(table.lines());
    return lines;
  }
}
