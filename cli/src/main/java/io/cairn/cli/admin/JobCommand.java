package io.cairn.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.cli.CliException;
import io.cairn.cli.terminal.Look;
import io.cairn.cli.terminal.Table;
import io.cairn.cli.terminal.Words;
import io.cairn.process.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn job ...}. */
@Command(
    name = "job",
    description = "List, submit, rescale and stop jobs.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      JobSubmitCommand.class,
      JobRestoreCommand.class,
      JobShowCommand.class,
      JobRescaleCommand.class,
      JobVerbs.Restart.class,
      JobVerbs.Cancel.class
    })
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
    admin.show(
        spec,
        admin.ask(client -> client.get("jobs")),
        (answer, look) -> table(answer.path("jobs"), look));
    return ExitCode.OK;
  }

  @Command(
      name = "stop",
      description = {
        "Stop a job, draining it unless told to cancel.",
        "",
        "Draining ends the input, takes a final checkpoint and commits everything.",
        "With a savepoint the sources stop where they are, everything is committed,",
        "and another job can go on from there: job submit --from-savepoint JOB/NAME."
      },
      footer = {
        "",
        "Examples:",
        "  cairn job stop word-count",
        "  cairn job stop word-count --savepoint before-upgrade --yes"
      },
      mixinStandardHelpOptions = true)
  int stop(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = "JOB", description = "Its name, or its id.") String job,
      @Option(names = "--cancel", description = "End at once, without a final checkpoint.")
          boolean cancel,
      @Option(
              names = "--savepoint",
              paramLabel = "NAME",
              arity = "0..1",
              fallbackValue = "",
              description = "Stop with a savepoint (default name: savepoint-ID).")
          @Nullable String savepoint,
      @Mixin Confirmation confirmation)
      throws InterruptedException {
    if (cancel && savepoint != null) {
      throw new CliException(ExitCode.USAGE, "give either --cancel or --savepoint, not both");
    }
    String mode = cancel ? "cancel" : savepoint == null ? "drain" : "savepoint";
    String path = "jobs/" + AdminOptions.segment("job", job) + "/stop";
    ObjectNode body =
        (savepoint == null ? Requests.plain() : Requests.byPerson()).put("mode", mode);
    if (savepoint != null && !savepoint.isEmpty()) {
      body.put("savepoint", savepoint);
    }
    String told = savepoint == null ? mode : "stop with a savepoint";
    confirmation.require(spec, "Tell " + job + " to " + told + "?");
    admin.show(
        spec,
        admin.ask(client -> client.post(path, body)),
        answer -> List.of("told " + job + " to " + told));
    return ExitCode.OK;
  }

  @Command(
      name = "set",
      description = "Change settings of a job's checkpoints while it runs.",
      footer = {"", "Example:  cairn job set word-count intervalMillis=5000 retained=5"},
      mixinStandardHelpOptions = true)
  int set(
      @Mixin AdminOptions admin,
      @Parameters(index = "0", paramLabel = "JOB", description = "Its name, or its id.") String job,
      @Parameters(
              index = "1..*",
              arity = "1..*",
              paramLabel = "KEY=VALUE",
              description = "As 'GET /jobs/JOB/settings' shows them; whole numbers.")
          Map<String, Long> settings)
      throws InterruptedException {
    ObjectNode body = Requests.byPerson();
    settings.forEach(body.putObject("settings")::put);
    String path = "jobs/" + AdminOptions.segment("job", job) + "/settings";
    admin.show(
        spec,
        admin.ask(client -> client.post(path, body)),
        answer -> List.of("settings of " + job + " changed"));
    return ExitCode.OK;
  }

  static List<String> table(JsonNode jobs, Look look) {
    if (jobs.isEmpty()) {
      return List.of("no jobs");
    }
    Table table =
        new Table(
            "JOB",
            "NAME",
            "STATE",
            "ATTEMPT",
            "TASKS",
            "LAST CHECKPOINT",
            "ABORTED",
            "+COMPLETED",
            "+RESTARTS",
            "+CHECKPOINTING");
    List<String> reasons = new ArrayList<>();
    for (JsonNode j : jobs) {
      table.row(
          "job-" + j.path("id").asLong(),
          j.path("name").asText(),
          j.path("state").asText(),
          j.path("attempt").asLong(),
          j.path("runningTasks").asInt() + "/" + j.path("tasks").asInt(),
          j.path("lastCompleted").asLong(),
          j.path("counts").path("aborted").asLong(),
          j.path("counts").path("completed").asLong(),
          j.path("restarts").asLong(),
          j.path("checkpointing").asText());
      String reason = j.path("reason").asText("");
      if (!reason.isEmpty()) {
        reasons.addAll(Words.wrap("job-" + j.path("id").asLong() + ": " + reason, look.columns()));
      }
    }
    List<String> lines = new ArrayList<>(table.lines(look));
    if (!reasons.isEmpty()) {
      lines.add("");
      lines.addAll(reasons);
    }
    return lines;
  }
}
