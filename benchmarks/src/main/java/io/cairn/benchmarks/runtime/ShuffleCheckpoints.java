package io.cairn.benchmarks.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.cli.cluster.ClusterPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How long a checkpoint of many tasks takes, each of which reads from many others. */
final class ShuffleCheckpoints {
  private static final int AGENTS = 2;
  private static final int RECORDS_PER_SECOND = 1_000;
  private static final int KEYS = 1_000;
  private static final int WARMUP = 30;

  /** The leader's clock counts, so to ask more often would only take from what is measured. */
  private static final int POLL_MILLIS = 50;

  private final RuntimeSettings settings;

  ShuffleCheckpoints(RuntimeSettings settings) {
    this.settings = settings;
  }

  /** From trigger to COMPLETED by the leader's clock, in milliseconds, ascending. */
  List<Long> measure() throws IOException, InterruptedException {
    int parallelism = settings.shuffleTasks() / 2;
    List<Long> millis = new ArrayList<>();
    try (MeasuredCluster cluster =
        MeasuredCluster.start(
            ClusterPlan.Store.FILE, AGENTS, settings.shuffleTasks() / AGENTS, settings)) {
      cluster.submit(parallelism, KEYS, RECORDS_PER_SECOND, 0);
      for (int i = 0; i < WARMUP + settings.checkpoints(); i++) {
        long id = cluster.trigger();
        cluster.await("checkpoint " + id, POLL_MILLIS, () -> isOver(cluster.checkpoint(id)));
        JsonNode checkpoint = cluster.checkpoint(id);
        if (!isCompleted(checkpoint)) {
          throw new IOException("checkpoint " + id + ": " + checkpoint);
        }
        if (i >= WARMUP) {
          millis.add(checkpoint.path("durationMillis").asLong());
        }
      }
      System.err.println(
          "  one of them: "
              + cluster.checkpoint(cluster.checkpoints(1).path(0).path("id").asLong()));
    }
    return millis.stream().sorted().toList();
  }

  private static boolean isCompleted(JsonNode checkpoint) {
    String state = checkpoint.path("state").asText();
    return state.equals("COMPLETED") || state.equals("SUBSUMED") || state.equals("DISCARDED");
  }

  private static boolean isOver(JsonNode checkpoint) {
    return isCompleted(checkpoint) || checkpoint.path("state").asText().equals("ABORTED");
  }
}
