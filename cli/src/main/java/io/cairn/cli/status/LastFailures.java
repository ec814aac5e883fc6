package io.cairn.cli.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Checkpoints that were aborted since the last one that was completed. Pure. */
final class LastFailures {
  /** One or two may be an accident; so many are not. */
  private static final int BAD_IN_A_ROW = 3;

  private LastFailures() {}

  static Optional<Alarm> of(Picture.JobCheckpoints of) {
    long completed = of.job().path("lastCompleted").asLong();
    int count = 0;
    JsonNode newest = null;
    JsonNode oldest = null;
    for (JsonNode checkpoint : of.list().path("checkpoints")) {
      if (checkpoint.path("id").asLong() > completed && !reason(checkpoint).isEmpty()) {
        newest = newest == null ? checkpoint : newest;
        oldest = checkpoint;
        count++;
      }
    }
    if (newest == null || oldest == null) {
      return Optional.empty();
    }
    String what =
        (count == 1 ? "was aborted: " : count + " aborted in a row, the last: ") + reason(newest);
    long since = oldest.path("requestedAt").asLong() + oldest.path("durationMillis").asLong();
    return Optional.of(
        new Alarm(
            count >= BAD_IN_A_ROW,
            of.job().path("name").asText() + " #" + newest.path("id").asLong(),
            what,
            where(newest.path("cause")),
            since));
  }

  private static String reason(JsonNode checkpoint) {
    return checkpoint.path("reason").asText("");
  }

  private static String where(JsonNode cause) {
    String operator = cause.path("operator").asText("");
    return operator.isEmpty() || cause.path("operator").isNull()
        ? ""
        : operator + "/" + cause.path("instance").asInt();
  }
}
