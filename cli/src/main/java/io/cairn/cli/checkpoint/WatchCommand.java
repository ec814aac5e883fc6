package io.cairn.cli.checkpoint;

import io.cairn.cli.admin.AdminOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn checkpoint watch}. */
@Command(
    name = "watch",
    description = {
      "Watch a checkpoint until it ends: each task's phase, agent and bytes.",
      "",
      "The slowest task comes first. Without an id it is the one in progress, or the",
      "next. A '>' before a time means: since before the watch began. When standard",
      "output is no terminal it prints a line when something has changed, with",
      "-o json a JSON object in each. Goes on over a failover. The exit code is 0",
      "when it was completed, 1 when it was aborted."
    },
    footer = {
      "",
      "Examples:",
      "  cairn checkpoint watch word-count",
      "  cairn checkpoint watch word-count 13 > log"
    },
    mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
  @Mixin private AdminOptions admin = new AdminOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "JOB", description = "Its name, or its id.")
  private String job = "";

  @Parameters(
      index = "1",
      paramLabel = "ID",
      arity = "0..1",
      description = "Of the checkpoint (default: the one in progress, or the next).")
  private @Nullable Long id;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long to wait for the next to begin (default ${DEFAULT-VALUE}).")
  private int seconds;

  @Override
  public Integer call() throws InterruptedException {
    CheckpointWatch watch = new CheckpointWatch(spec, admin, job);
    return watch.follow(id != null ? id : watch.awaitOne(seconds));
  }
}
