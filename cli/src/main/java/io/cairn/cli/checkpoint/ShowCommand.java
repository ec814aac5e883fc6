package io.cairn.cli.checkpoint;

import io.cairn.cli.admin.AdminOptions;
import io.cairn.process.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn checkpoint show}. */
@Command(
    name = "show",
    description = {
      "Show one checkpoint: where each task is or was, the slowest first.",
      "",
      "Of an aborted one it says why, and which task on which machine."
    },
    footer = {
      "",
      "Examples:",
      "  cairn checkpoint show word-count 13",
      "  cairn checkpoint show word-count 13 -o json | jq '.tasks[].phase'"
    },
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  @Mixin private AdminOptions admin = new AdminOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "JOB", description = "Its name, or its id.")
  private String job = "";

  @Parameters(index = "1", paramLabel = "ID", description = "Of the checkpoint.")
  private long id;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many tasks at most; wide shows all (default ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  public Integer call() throws InterruptedException {
    String path = "jobs/" + AdminOptions.segment("job", job) + "/checkpoints/" + id;
    admin.show(
        spec,
        admin.ask(client -> client.get(path)),
        (answer, look) -> CheckpointLines.detail(job, answer, Math.max(1, limit), look));
    return ExitCode.OK;
  }
}
