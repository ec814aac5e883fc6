package io.cairn.cli.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.cli.checkpoint.Sight.TaskSight;
import io.cairn.cli.terminal.Look;
import io.cairn.cli.terminal.Table;
import io.cairn.cli.terminal.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Checkpoints as lines for a person. Pure. */
final class CheckpointLines {
  private CheckpointLines() {}

  /** The answer of {@code GET jobs/JOB/checkpoints}. */
  static List<String> list(JsonNode answer, Look look) {
    JsonNode counts = answer.path("counts");
    List<String> lines = new ArrayList<>();
    lines.add(
        counts.path("completed").asLong()
            + " completed, "
            + counts.path("aborted").asLong()
            + " aborted, "
            + counts.path("inProgress").asLong()
            + " in progress");
    Table table =
        new Table(
            "ID",
            "KIND",
            "STATE",
            "REQUESTED",
            "ACKS",
            "TIME",
            "UPLOADED",
            "STATE SIZE",
            "+BASE",
            "+ATTEMPT",
            "+REASON");
    List<String> reasons = new ArrayList<>();
    for (JsonNode c : answer.path("checkpoints")) {
      String reason = c.path("reason").asText("");
      table.row(
          c.path("id").asLong(),
          c.path("kind").asText(),
          c.path("state").asText(),
          look.ago(c.path("requestedAt").asLong()),
          c.path("acks").asInt() + "/" + c.path("taskCount").asInt(),
          Words.millis(c.path("durationMillis").asLong()),
          Words.bytes(c.path("uploadedBytes").asLong()),
          Words.bytes(c.path("stateBytes").asLong()),
          c.path("base").asLong(),
          c.path("attempt").asLong(),
          reason);
      if (!reason.isEmpty() && !look.wide()) {
        reasons.addAll(
            Words.wrap(c.path("id").asLong() + " was aborted: " + reason, look.columns()));
      }
    }
    lines.addAll(table.lines(look));
    if (!reasons.isEmpty()) {
      lines.add("");
      lines.addAll(reasons);
    }
    return lines;
  }

  /** The answer of {@code GET jobs/JOB/checkpoints/ID}, its slowest {@code limit} tasks. */
  static List<String> detail(String job, JsonNode c, int limit, Look look) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "checkpoint "
            + c.path("id").asLong()
            + " of "
            + job
            + ": "
            + look.state(c.path("state").asText())
            + ", "
            + c.path("kind").asText()
            + (c.path("savepoint").asText("").isEmpty() ? "" : " " + c.path("savepoint").asText())
            + ", attempt "
            + c.path("attempt").asLong()
            + (c.path("base").asLong() == 0 ? ", full" : ", base " + c.path("base").asLong()));
    lines.add("requested  " + look.since(c.path("requestedAt").asLong()));
    lines.add(
        "progress   "
            + c.path("acks").asInt()
            + "/"
            + c.path("taskCount").asInt()
            + " acked, "
            + c.path("local").asInt()
            + " local, after "
            + Words.millis(c.path("durationMillis").asLong()));
    lines.add(
        "size       "
            + Words.bytes(c.path("stateBytes").asLong())
            + ", uploaded "
            + Words.bytes(c.path("uploadedBytes").asLong()));
    String reason = c.path("reason").asText("");
    if (!reason.isEmpty()) {
      lines.addAll(Words.wrap("aborted    " + reason + cause(c.path("cause")), look.columns()));
    }
    lines.add("");
    lines.addAll(tasks(c, limit, look));
    return lines;
  }

  private static String cause(JsonNode cause) {
    StringBuilder text = new StringBuilder();
    if (cause.path("operator").isTextual()) {
      text.append("; ").append(cause.path("operator").asText());
      text.append("/").append(cause.path("instance").asInt());
    }
    String who = cause.path("who").asText("");
    return text + (who.isEmpty() ? "" : "; by " + who);
  }

  private static List<String> tasks(JsonNode checkpoint, int limit, Look look) {
    Map<Integer, JsonNode> rows = new HashMap<>();
    checkpoint.path("tasks").forEach(row -> rows.put(row.path("task").asInt(), row));
    if (rows.isEmpty()) {
      return List.of("no rows of tasks are kept of it");
    }
    List<TaskSight> slowest = Sight.none(0).next(checkpoint, 0).tasks();
    int shown = Math.min(look.wide() ? slowest.size() : limit, slowest.size());
    Table table =
        new Table("TASK", "AGENT", "PHASE", "ALIGN", "LOCAL", "UPLOAD", "UPLOADED", "STATE SIZE");
    for (TaskSight task : slowest.subList(0, shown)) {
      JsonNode row = Objects.requireNonNull(rows.get(task.task()));
      table.row(
          task.name(),
          task.agent(),
          task.shownPhase(),
          Words.millis(row.path("alignMillis").asLong()),
          Words.millis(row.path("localMillis").asLong()),
          Words.millis(row.path("uploadMillis").asLong()),
          Words.bytes(task.bytes()),
          Words.bytes(row.path("stateBytes").asLong()));
    }
    List<String> lines = new ArrayList<>(table.lines(look));
    if (shown < slowest.size()) {
      lines.add("and " + (slowest.size() - shown) + " faster tasks; --limit or -o wide shows them");
    }
    return lines;
  }
}
