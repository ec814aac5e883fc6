package io.cairn.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.cli.terminal.Look;
import io.cairn.cli.terminal.Table;
import io.cairn.cli.terminal.Words;
import io.cairn.process.ExitCode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code cairn gc ...}. */
@Command(
    name = "gc",
    description = "Find and delete what is left over in the blob store.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class GcCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "plan",
      description = {
        "Show what would be deleted and why, what is left for a person, and how much",
        "room each job's segments take beside its state. Deletes nothing."
      },
      footer = {"", "Examples:", "  cairn gc plan", "  cairn gc plan -o wide"},
      mixinStandardHelpOptions = true)
  int plan(@Mixin AdminOptions admin) throws InterruptedException {
    admin.show(spec, admin.ask(client -> client.get("gc/plan")), GcCommand::planLines);
    return ExitCode.OK;
  }

  @Command(
      name = "run",
      description = {
        "Make a new plan and follow it. Asks before, unless --yes is given. The leader",
        "does the same by itself every few minutes."
      },
      footer = {"", "Examples:", "  cairn gc run", "  cairn gc run --yes -o json"},
      mixinStandardHelpOptions = true)
  int run(@Mixin AdminOptions admin, @Mixin Confirmation confirmation) throws InterruptedException {
    if (!confirmation.isGiven()) {
      PrintWriter err = spec.commandLine().getErr();
      planLines(admin.ask(client -> client.get("gc/plan")), admin.output().look())
          .forEach(err::println);
    }
    confirmation.require(spec, "Delete these?");
    admin.show(
        spec, admin.ask(client -> client.post("gc/run", Requests.plain())), GcCommand::runLines);
    return ExitCode.OK;
  }

  private static List<String> planLines(JsonNode plan, Look look) {
    List<String> lines = new ArrayList<>();
    lines.add(
        plan.path("count").asLong()
            + " orphans, "
            + Words.bytes(plan.path("bytes").asLong())
            + " to delete");
    lines.addAll(orphans(plan.path("delete"), look));
    lines.addAll(kept(plan.path("keep"), look));
    Table space = new Table("JOB", "SEGMENTS", "STATE", "AMPLIFICATION");
    for (JsonNode job : plan.path("space")) {
      space.row(
          job.path("jobId").asLong(),
          Words.bytes(job.path("liveBytes").asLong()),
          Words.bytes(job.path("stateBytes").asLong()),
          String.format(Locale.ROOT, "%.2f", job.path("amplification").asDouble()));
    }
    lines.addAll(space.lines(look));
    return lines;
  }

  private static List<String> runLines(JsonNode swept, Look look) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "deleted "
            + swept.path("count").asLong()
            + " orphans, "
            + Words.bytes(swept.path("bytes").asLong())
            + "; "
            + swept.path("left").asLong()
            + " left for the next run");
    lines.addAll(orphans(swept.path("deleted"), look));
    lines.addAll(kept(swept.path("keep"), look));
    return lines;
  }

  private static List<String> orphans(JsonNode rows, Look look) {
    if (rows.isEmpty()) {
      return List.of();
    }
    Table table = new Table("WHY", "SIZE", "PATH");
    for (JsonNode row : rows) {
      table.row(
          row.path("why").asText(),
          Words.bytes(row.path("bytes").asLong()),
          row.path("path").asText());
    }
    return table.lines(look);
  }

  private static List<String> kept(JsonNode rows, Look look) {
    if (rows.isEmpty()) {
      return List.of();
    }
    Table table = new Table("LEFT FOR A PERSON", "SIZE", "BECAUSE");
    for (JsonNode row : rows) {
      table.row(
          row.path("path").asText(),
          Words.bytes(row.path("bytes").asLong()),
          row.path("reason").asText());
    }
    return table.lines(look);
  }
}
