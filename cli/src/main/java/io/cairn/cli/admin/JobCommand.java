package io.cairn.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cairn.cli.terminal.Table;
import io.cairn.cli.terminal.Words;
import io.cairn.process.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn job ...}. */
@Command(
    name = "job",
    description = "List, submit and stop jobs.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = JobSubmitCommand.class)
public final class JobCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "list",
      description = "List the jobs.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:  cairn job list -o json"})
  int list(@Mixin AdminOptions admin) throws InterruptedException {
    admin.show(spec, admin.ask(client -> client.get("jobs")), answer -> table(answer.path("jobs")));
    return ExitCode.OK;
  }

  @Command(
      name = "stop",
      description = {
        "Stop a job, draining it unless told to cancel.",
        "",
        "Draining stops the sources, takes a final checkpoint and commits everything."
      },
      footer = {"", "Example:  cairn job stop word-count"},
      mixinStandardHelpOptions = true)
  int stop(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = "JOB", description = "Its name, or its id.") String job,
      @Option(names = "--cancel", description = "End at once, without a final checkpoint.")
          boolean cancel)
      throws InterruptedException {
    String mode = cancel ? "cancel" : "drain";
    String path = "jobs/" + AdminOptions.segment("job", job) + "/stop";
    JsonNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("requestId", UUID.randomUUID().toString())
            .put("mode", mode);
    admin.show(
        spec,
        admin.ask(client -> client.post(path, body)),
        answer -> List.of("told " + job + " to " + mode));
    return ExitCode.OK;
  }

  static List<String> table(JsonNode jobs) {
    if (jobs.isEmpty()) {
      return List.of("no jobs");
    }
    Table table =
        new Table("JOB", "NAME", "STATE", "ATTEMPT", "TASKS", "LAST CHECKPOINT", "ABORTED");
    List<String> reasons = new ArrayList<>();
    for (JsonNode j : jobs) {
      table.row(
          "job-" + j.path("id").asLong(),
          j.path("name").asText(),
          j.path("state").asText(),
          j.path("attempt").asLong(),
          j.path("runningTasks").asInt() + "/" + j.path("tasks").asInt(),
          j.path("lastCompleted").asLong(),
          j.path("counts").path("aborted").asLong());
      String reason = j.path("reason").asText("");
      if (!reason.isEmpty()) {
        reasons.addAll(Words.wrap("job-" + j.path("id").asLong() + ": " + reason, Table.WIDTH));
      }
    }
    List<String> lines = new ArrayList<>(table.lines());
    if (!reasons.isEmpty()) {
      lines.add("");
      lines.addAll(reasons);
    }
    return lines;
  }
}
