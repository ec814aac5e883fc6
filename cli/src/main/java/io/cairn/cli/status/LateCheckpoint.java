package io.cairn.cli.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.cli.terminal.Words;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A checkpoint in progress that takes much longer than others did, and whom it waits for. Pure. */
final class LateCheckpoint {
  private static final int FACTOR = 3;
  private static final long AT_LEAST_MILLIS = 10_000;
  private static final List<String> PHASES = List.of("PENDING", "STARTED", "LOCAL", "ACKED");

  private LateCheckpoint() {}

  static Optional<Alarm> of(Picture.JobCheckpoints of) {
    JsonNode checkpoint = of.running();
    long millis = checkpoint.path("durationMillis").asLong();
    long usual = usualMillis(of.list());
    if (checkpoint.isMissingNode() || millis < Math.max(AT_LEAST_MILLIS, FACTOR * usual)) {
      return Optional.empty();
    }
    String name = of.job().path("name").asText() + " #" + checkpoint.path("id").asLong();
    String late =
        "late, " + (usual > 0 ? "usually " + Words.millis(usual) : "none has completed lately");
    return Optional.of(
        Alarm.bad(name, late, where(checkpoint), checkpoint.path("requestedAt").asLong()));
  }

  private static String where(JsonNode checkpoint) {
    if (checkpoint.path("state").asText().equals("COMMITTING")) {
      return "every task is done, its metadata is not durable: look at the blob store";
    }
    List<JsonNode> waiting = new ArrayList<>();
    for (JsonNode task : checkpoint.path("tasks")) {
      if (!task.path("phase").asText().equals("ACKED")) {
        waiting.add(task);
      }
    }
    if (waiting.isEmpty()) {
      return "";
    }
    JsonNode first =
        Collections.min(
            waiting, Comparator.comparingInt(t -> PHASES.indexOf(t.path("phase").asText())));
    String agent = first.path("agent").asText("");
    return first.path("operator").asText()
        + "/"
        + first.path("instance").asInt()
        + " on "
        + (agent.isEmpty() ? "no agent" : agent)
        + " "
        + doing(first.path("phase").asText())
        + (waiting.size() > 1 ? ", " + (waiting.size() - 1) + " more are not done" : "");
  }

  private static String doing(String phase) {
    return switch (phase) {
      case "PENDING" -> "has not seen the barrier";
      case "STARTED" -> "aligns or takes its local snapshot";
      default -> "uploads";
    };
  }

  /** The median of those that were completed of late. */
  private static long usualMillis(JsonNode list) {
    List<Long> durations = new ArrayList<>();
    for (JsonNode checkpoint : list.path("checkpoints")) {
      String state = checkpoint.path("state").asText();
      if (state.equals("COMPLETED") || state.equals("SUBSUMED")) {
        durations.add(checkpoint.path("durationMillis").asLong());
      }
    }
    Collections.sort(durations);
    return durations.isEmpty() ? 0 : durations.get(durations.size() / 2);
  }
}
