package io.cairn.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.cli.terminal.Look;
import io.cairn.cli.terminal.Table;
import io.cairn.cli.terminal.Words;
import java.util.ArrayList;
import java.util.List;

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
}
