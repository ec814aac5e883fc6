package io.cairn.cli.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.cli.admin.AdminOptions;
import io.cairn.cli.admin.Confirmation;
import io.cairn.cli.admin.Requests;
import io.cairn.cli.offline.InspectCommand;
import io.cairn.cli.offline.VerifyCommand;
import io.cairn.process.ExitCode;
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
    description = "List, watch, trigger and abort checkpoints; pause and resume them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ShowCommand.class,
      WatchCommand.class,
      VerifyCommand.class,
      InspectCommand.class
    })
public final class CheckpointCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "list",
      description = "List a job's checkpoints, newest first.",
      footer = {
        "",
        "Examples:",
        "  cairn checkpoint list word-count",
        "  cairn checkpoint list word-count --limit 200 -o json"
      },
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
    admin.show(spec, admin.ask(client -> client.get(path)), CheckpointLines::list);
    return ExitCode.OK;
  }

  @Command(
      name = "trigger",
      description = {
        "Ask for a checkpoint now.",
        "",
        "With --wait it is watched until it ends; the exit code is then 1 if it was",
        "aborted."
      },
      footer = {
        "",
        "Examples:",
        "  cairn checkpoint trigger word-count --full",
        "  cairn checkpoint trigger word-count --wait && deploy"
      },
      mixinStandardHelpOptions = true)
  int trigger(
      @Mixin AdminOptions admin,
      @Parameters(index = "0", paramLabel = "JOB", description = "Its name, or its id.") String job,
      @Option(names = "--full", description = "Upload all state, not what is new since the last.")
          boolean full,
      @Option(names = "--wait", description = "Watch it until it ends.") boolean wait)
      throws InterruptedException {
    ObjectNode body = Requests.plain().put("mode", full ? "full" : "incremental");
    JsonNode answer = admin.ask(client -> client.post(path(job) + "/checkpoints", body));
    long id = answer.path("checkpointId").asLong();
    if (wait) {
      return new CheckpointWatch(spec, admin, job).follow(id);
    }
    admin.show(spec, answer, a -> List.of("checkpoint " + id + " of " + job + " begins"));
    return ExitCode.OK;
  }

  @Command(
      name = "abort",
      description = "Give a checkpoint up that is in progress.",
      footer = {"", "Example:  cairn checkpoint abort word-count 13 --reason 'disk is full'"},
      mixinStandardHelpOptions = true)
  int abort(
      @Mixin AdminOptions admin,
      @Parameters(index = "0", paramLabel = "JOB", description = "Its name, or its id.") String job,
      @Parameters(index = "1", paramLabel = "ID", description = "Of the checkpoint.") long id,
      @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in its history.")
          @Nullable String reason,
      @Mixin Confirmation confirmation)
      throws InterruptedException {
    confirmation.require(spec, "Abort checkpoint " + id + " of " + job + "?");
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
      footer = {"", "Example:  cairn checkpoint pause word-count"},
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
      footer = {"", "Example:  cairn checkpoint resume word-count"},
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
}
