package io.cairn.cli.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What is known of a cluster at one moment, as the admin API tells it.
 *
 * @param cluster answer of {@code GET cluster}
 * @param members those of {@code GET health}; empty when nobody could compare them
 * @param jobs those of {@code GET jobs}
 * @param recent of jobs that have not ended
 * @param problems why it is not all, or may be old; empty: it is all, and confirmed by a majority
 */
record Picture(
    JsonNode cluster,
    JsonNode members,
    JsonNode jobs,
    List<JobCheckpoints> recent,
    List<String> problems) {

  /**
   * A job's checkpoints of late.
   *
   * @param list answer of {@code GET jobs/JOB/checkpoints}
   * @param running the oldest in progress with its tasks; a missing node when there is none
   * @param settings the newest changes of settings, when it is paused; else a missing node
   */
  record JobCheckpoints(JsonNode job, JsonNode list, JsonNode running, JsonNode settings) {
    /** The newest that is COMPLETED, or a missing node. */
    JsonNode lastCompleted() {
      long id = job.path("lastCompleted").asLong();
      for (JsonNode checkpoint : list.path("checkpoints")) {
        if (checkpoint.path("id").asLong() == id) {
          return checkpoint;
        }
      }
      return MissingNode.getInstance();
    }
  }

  Picture {
    recent = List.copyOf(recent);
    problems = List.copyOf(problems);
  }

  /** True when a majority has confirmed all of it. */
  boolean isComplete() {
    return problems.isEmpty();
  }

  /** For programs; its keys are documented in docs/cli.md. */
  ObjectNode json(List<Alarm> alarms) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("complete", isComplete());
    problems.forEach(json.putArray("problems")::add);
    ArrayNode told = json.putArray("alarms");
    alarms.forEach(alarm -> told.add(alarm.json()));
    json.set("cluster", cluster);
    json.set("members", members);
    json.set("jobs", jobs);
    ArrayNode checkpoints = json.putArray("checkpoints");
    for (JobCheckpoints of : recent) {
      ObjectNode one = checkpoints.addObject();
      one.set("jobId", of.job().path("id"));
      one.set("last", orNull(of.lastCompleted()));
      one.set("running", orNull(of.running()));
    }
    return json;
  }

  private static JsonNode orNull(JsonNode node) {
    return node.isMissingNode() ? NullNode.getInstance() : node;
  }
}
