package io.cairn.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.cli.terminal.Look;
import io.cairn.cli.terminal.Table;
import io.cairn.cli.terminal.Words;
import io.cairn.process.ExitCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn savepoint ...}. */
@Command(
    name = "savepoint",
    description = {
      "Take, list and delete savepoints.",
      "",
      "A savepoint is a self-contained checkpoint, kept until a person deletes it."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class SavepointCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "create",
      description = "Ask for a savepoint of a running job, which goes on.",
      footer = {"", "Example:  cairn savepoint create word-count before-upgrade"},
      mixinStandardHelpOptions = true)
  int create(
      @Mixin AdminOptions admin,
      @Parameters(index = "0", paramLabel = "JOB", description = "Its name, or its id.") String job,
      @Parameters(
              index = "1",
              paramLabel = "NAME",
              arity = "0..1",
              description = "Lower case letters, digits and '-' (default: savepoint-ID).")
          @Nullable String name)
      throws InterruptedException {
    ObjectNode body = Requests.byPerson();
    if (name != null) {
      body.put("name", name);
    }
    JsonNode answer = admin.ask(client -> client.post(path(job), body));
    admin.show(
        spec,
        answer,
        a ->
            List.of(
                "savepoint "
                    + (name != null ? name : "savepoint-" + a.path("checkpointId").asLong())
                    + " of "
                    + job
                    + " is being taken as checkpoint "
                    + a.path("checkpointId").asLong()
                    + "; see 'cairn savepoint list "
                    + job
                    + "'"));
    return ExitCode.OK;
  }

  @Command(
      name = "list",
      description = "List a job's savepoints, newest first; ended jobs have theirs too.",
      footer = {
        "",
        "Examples:",
        "  cairn savepoint list word-count",
        "  cairn savepoint list word-count -o wide    # with the paths"
      },
      mixinStandardHelpOptions = true)
  int list(
      @Mixin AdminOptions admin,
      @Parameters(index = "0", paramLabel = "JOB", description = "Its name, or its id.") String job)
      throws InterruptedException {
    admin.show(
        spec,
        admin.ask(client -> client.get(path(job))),
        (answer, look) ->
            answer.path("savepoints").isEmpty()
                ? List.of("no savepoints of " + job)
                : table(answer.path("savepoints"), look));
    return ExitCode.OK;
  }

  @Command(
      name = "delete",
      description = "Delete a savepoint and its files, for good.",
      footer = {"", "Example:  cairn savepoint delete word-count before-upgrade --yes"},
      mixinStandardHelpOptions = true)
  int delete(
      @Mixin AdminOptions admin,
      @Parameters(index = "0", paramLabel = "JOB", description = "Its name, or its id.") String job,
      @Parameters(index = "1", paramLabel = "NAME", description = "As 'savepoint list' shows it.")
          String name,
      @Mixin Confirmation confirmation)
      throws InterruptedException {
    confirmation.require(
        spec, "Delete savepoint " + name + " of " + job + " and its files, for good?");
    String path = path(job) + "/" + AdminOptions.segment("savepoint", name) + "/delete";
    admin.show(
        spec,
        admin.ask(client -> client.post(path, Requests.byPerson())),
        answer -> List.of("savepoint " + name + " of " + job + " is deleted"));
    return ExitCode.OK;
  }

  private static String path(String job) {
    return "jobs/" + AdminOptions.segment("job", job) + "/savepoints";
  }

  private static List<String> table(JsonNode savepoints, Look look) {
    Table table =
        new Table(
            "NAME",
            "STATE",
            "REQUESTED",
            "ACKS",
            "TIME",
            "SIZE",
            "BY",
            "+CHECKPOINT",
            "+KIND",
            "+PATH");
    for (JsonNode savepoint : savepoints) {
      table.row(
          savepoint.path("name").asText(),
          savepoint.path("state").asText(),
          look.ago(savepoint.path("requestedAt").asLong()),
          savepoint.path("acks").asInt() + "/" + savepoint.path("tasks").asInt(),
          Words.millis(savepoint.path("durationMillis").asLong()),
          Words.bytes(savepoint.path("stateBytes").asLong()),
          savepoint.path("who").asText(),
          savepoint.path("checkpointId").asLong(),
          savepoint.path("kind").asText(),
          savepoint.path("path").asText());
    }
    return table.lines(look);
  }
}
