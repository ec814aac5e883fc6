package io.cairn.cli.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.process.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands that tell a job one thing: {@code cairn job restart} and {@code cairn job cancel}. */
final class JobVerbs {
  private JobVerbs() {}

  /** {@code cairn job restart}. */
  @Command(
      name = "restart",
      description = {
        "Begin again, at once, from the newest completed checkpoint.",
        "",
        "What was processed since is processed again. To go on without that, and for",
        "a job that has ended: job submit, which continues by name."
      },
      footer = {"", "Example:  cairn job restart word-count --yes"},
      mixinStandardHelpOptions = true)
  static final class Restart implements Callable<Integer> {
    @Mixin private AdminOptions admin = new AdminOptions();
    @Mixin private Confirmation confirmation = new Confirmation();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "JOB", description = "Its name, or its id.")
    private String job = "";

    @Override
    public Integer call() throws InterruptedException {
      String path = "jobs/" + AdminOptions.segment("job", job) + "/restart";
      confirmation.require(spec, "restart " + job + " from its newest completed checkpoint?");
      admin.show(
          spec,
          admin.ask(client -> client.post(path, Requests.byPerson())),
          answer -> List.of("told " + job + " to begin again from its newest checkpoint"));
      return ExitCode.OK;
    }
  }

  /** {@code cairn job cancel}. */
  @Command(
      name = "cancel",
      description = {
        "End a job at once, without a final checkpoint: the same as job stop --cancel.",
        "",
        "Submitted again by the same name, it continues from its newest checkpoint."
      },
      footer = {"", "Example:  cairn job cancel word-count --yes"},
      mixinStandardHelpOptions = true)
  static final class Cancel implements Callable<Integer> {
    @Mixin private AdminOptions admin = new AdminOptions();
    @Mixin private Confirmation confirmation = new Confirmation();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "JOB", description = "Its name, or its id.")
    private String job = "";

    @Override
    public Integer call() throws InterruptedException {
      String path = "jobs/" + AdminOptions.segment("job", job) + "/stop";
      confirmation.require(spec, "cancel " + job + "?");
      ObjectNode body = Requests.plain().put("mode", "cancel");
      admin.show(
          spec,
          admin.ask(client -> client.post(path, body)),
          answer -> List.of("told " + job + " to cancel"));
      return ExitCode.OK;
    }
  }
}
