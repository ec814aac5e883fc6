package io.cairn.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.cli.terminal.Look;
import io.cairn.cli.terminal.Table;
import io.cairn.cli.terminal.Words;
import io.cairn.process.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn job show}. */
@Command(
    name = "show",
    description = "Show a job: its state and why, its operators, and where its tasks are.",
    footer = {"", "Example:  cairn job show word-count"},
    mixinStandardHelpOptions = true)
final class JobShowCommand implements Callable<Integer> {
  @Mixin private AdminOptions admin = new AdminOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "JOB", description = "Its name, or its id.")
  private String job = "";

  @Override
  public Integer call() throws InterruptedException {
    String path = "jobs/" + AdminOptions.segment("job", job);
    admin.show(spec, admin.ask(client -> client.get(path)), JobShowCommand::lines);
    return ExitCode.OK;
  }

  /** {@code job-7 word-count is RUNNING in attempt 2: lines 4, count 4, write 4}. */
  static String summary(JsonNode job) {
    List<String> operators = new ArrayList<>();
    for (JsonNode operator : job.path("operators")) {
      operators.add(operator.path("id").asText() + " " + operator.path("parallelism").asInt());
    }
    return "job-"
        + job.path("id").asLong()
        + " "
        + job.path("name").asText()
        + " is "
        + job.path("state").asText()
        + " in attempt "
        + job.path("attempt").asLong()
        + ": "
        + String.join(", ", operators);
  }

  private static List<String> lines(JsonNode job, Look look) {
    List<String> lines = new ArrayList<>(Words.wrap(summary(job), Table.WIDTH));
    String reason = job.path("reason").asText("");
    if (!reason.isEmpty()) {
      lines.addAll(Words.wrap("reason: " + reason, Table.WIDTH));
    }
    JsonNode origin = job.path("origin");
    if (!origin.isMissingNode()) {
      lines.add(
          "began from checkpoint "
              + origin.path("checkpointId").asLong()
              + " of job-"
              + origin.path("jobId").asLong());
    }
    JsonNode rescale = job.path("rescale");
    if (!rescale.isMissingNode()) {
      lines.addAll(Words.wrap(rescale(rescale), Table.WIDTH));
    }
    JsonNode counts = job.path("counts");
    lines.add(
        "checkpoints: "
            + counts.path("completed").asLong()
            + " completed (last "
            + job.path("lastCompleted").asLong()
            + "), "
            + counts.path("aborted").asLong()
            + " aborted, "
            + counts.path("inProgress").asInt()
            + " in progress; periodic "
            + job.path("checkpointing").asText());
    lines.add("");
    JsonNode placement = job.path("placement");
    if (placement.isEmpty()) {
      lines.add("no tasks are placed");
      return lines;
    }
    AdminOptions.table(
            new Table("TASK", "AGENT", "PHASE"),
            placement,
            (table, task) ->
                table.row(
                    task.path("operator").asText() + "/" + task.path("instance").asInt(),
                    task.path("agent").asText(),
                    task.path("phase").asText()),
            look)
        .forEach(lines::add);
    return lines;
  }

  private static String rescale(JsonNode rescale) {
    List<String> to = new ArrayList<>();
    for (Map.Entry<String, JsonNode> operator : rescale.path("operators").properties()) {
      to.add(operator.getKey() + " " + operator.getValue().asInt());
    }
    boolean cut = rescale.path("phase").asText().equals("CUT");
    return "being rescaled to "
        + String.join(", ", to)
        + (cut ? "; waits for a checkpoint to go on from" : "; its tasks are starting");
  }
}
