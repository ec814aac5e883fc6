package io.cairn.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.cli.CliException;
import io.cairn.cli.terminal.Table;
import io.cairn.cli.terminal.Words;
import io.cairn.process.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
      mixinStandardHelpOptions = true)
  int run(
      @Mixin AdminOptions admin, @Option(names = "--yes", description = "Do not ask.") boolean yes)
      throws InterruptedException {
    if (!yes) {
      planLines(admin.ask(client -> client.get("gc/plan")))
          .forEach(spec.commandLine().getOut()::println);
      confirm();
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("requestId", UUID.randomUUID().toString());
    admin.show(spec, admin.ask(client -> client.post("gc/run", body)), GcCommand::runLines);
    return ExitCode.OK;
  }

  private void confirm() {
    spec.commandLine().getOut().print("Delete these? [y/N] ");
    spec.commandLine().getOut().flush();
    String answer;
    try {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
      answer = in.readLine();
    } catch (IOException e) {
      answer = null;
    }
    if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
      throw new CliException(ExitCode.FAILED, "nothing was deleted; say y, or give --yes");
    }
  }

  private static List<String> planLines(JsonNode plan) {
    List<String> lines = new ArrayList<>();
    lines.add(
        plan.path("count").asLong()
            + " orphans, "
            + Words.bytes(plan.path("bytes").asLong())
            + " to delete");
    lines.addAll(orphans(plan.path("delete")));
    lines.addAll(kept(plan.path("keep")));
    Table space = new Table("JOB", "SEGMENTS", "STATE", "AMPLIFICATION");
    for (JsonNode job : plan.path("space")) {
      space.row(
          job.path("jobId").asLong(),
          Words.bytes(job.path("liveBytes").asLong()),
          Words.bytes(job.path("stateBytes").asLong()),
          String.format(Locale.ROOT, "%.2f", job.path("amplification").asDouble()));
    }
    lines.addAll(space.lines());
    return lines;
  }

  private static List<String> runLines(JsonNode swept) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "deleted "
            + swept.path("count").asLong()
            + " orphans, "
            + Words.bytes(swept.path("bytes").asLong())
            + "; "
            + swept.path("left").asLong()
            + " left for the next run");
    lines.addAll(orphans(swept.path("deleted")));
    lines.addAll(kept(swept.path("keep")));
    return lines;
  }

  private static List<String> orphans(JsonNode rows) {
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
    return table.lines();
  }

  private static List<String> kept(JsonNode rows) {
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
    return table.lines();
  }
}
