package io.cairn.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.cli.offline.InspectCommand;
import io.cairn.cli.offline.VerifyCommand;
import io.cairn.cli.terminal.Table;
import io.cairn.cli.terminal.Words;
import io.cairn.process.ExitCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn checkpoint ...}. */
@Command(
    name = "checkpoint",
    description = "List, trigger and abort checkpoints; pause and resume them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {VerifyCommand.class, InspectCommand.class})
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
      @Parameters(index = "0", paramLabel = "JOB", description = "Its name, or its id.") String job,
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

  @Command(
      name = "trigger",
      description = "Ask for a checkpoint now.",
      footer = {"", "Example:  cairn checkpoint trigger word-count --full"},
      mixinStandardHelpOptions = true)
  int trigger(
      @Mixin AdminOptions admin,
      @Parameters(index = "0", paramLabel = "JOB", description = "Its name, or its id.") String job,
      @Option(names = "--full", description = "Upload all state, not what is new since the last.")
          boolean full)
      throws InterruptedException {
    ObjectNode body = Requests.plain().put("mode", full ? "full" : "incremental");
    admin.show(
        spec,
        admin.ask(client -> client.post(path(job) + "/checkpoints", body)),
        a -> List.of("checkpoint " + a.path("checkpointId").asLong() + " of " + job + " begins"));
    return ExitCode.OK;
  }

  @Command(
      name = "abort",
      description = "Give a checkpoint up that is in progress.",
      mixinStandardHelpOptions = true)
  int abort(
      @Mixin AdminOptions admin,
      @Parameters(index = "0", paramLabel = "JOB", description = "Its name, or its id.") String job,
      @Parameters(index = "1", paramLabel = "ID", description = "Of the checkpoint.") long id,
      @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in its history.")
          @Nullable String reason)
      throws InterruptedException {
    ObjectNode body = Requests.byPerson();
    if (reason != null) {
      body.put("reason", reason);
    }
    String path = path(job) + "/checkpoints/" + id + "/abort";
    admin.show(
        spec,
        admin.ask(client -> client.post(path, body)),
        answer -> List.of("checkpoint " + id + " of " + job + " is aborted"));
    return ExitCode.OK;
  }

  @Command(
      name = "pause",
      description = "Take no periodic checkpoints of a job until they are resumed.",
      mixinStandardHelpOptions = true)
  int pause(
      @Mixin AdminOptions admin,
      @Parameters(index = "0", paramLabel = "JOB", description = "Its name, or its id.") String job)
      throws InterruptedException {
    return checkpointing(admin, job, "pause");
  }

  @Command(
      name = "resume",
      description = "Take periodic checkpoints of a job again.",
      mixinStandardHelpOptions = true)
  int resume(
      @Mixin AdminOptions admin,
      @Parameters(index = "0", paramLabel = "JOB", description = "Its name, or its id.") String job)
      throws InterruptedException {
    return checkpointing(admin, job, "resume");
  }

  private int checkpointing(AdminOptions admin, String job, String what)
      throws InterruptedException {
    String path = path(job) + "/checkpointing/" + what;
    admin.show(
        spec,
        admin.ask(client -> client.post(path, Requests.byPerson())),
        answer -> List.of("periodic checkpoints of " + job + ": " + what + "d"));
    return ExitCode.OK;
  }

  private static String path(String job) {
    return "jobs/" + AdminOptions.segment("job", job);
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
