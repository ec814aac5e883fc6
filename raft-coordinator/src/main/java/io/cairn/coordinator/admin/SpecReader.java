package io.cairn.coordinator.admin;

import io.cairn.coordinator.checkpoint.CheckpointPolicy;
import io.cairn.coordinator.checkpoint.Edge;
import io.cairn.coordinator.checkpoint.JobGraph;
import io.cairn.coordinator.checkpoint.JobSpec;
import io.cairn.coordinator.checkpoint.OperatorKind;
import io.cairn.coordinator.checkpoint.OperatorNode;
import io.cairn.coordinator.checkpoint.Partitioning;
import java.util.ArrayList;
import java.util.List;

/** Reads a job's specification out of a request. What it must obey, its records check. */
final class SpecReader {
  private static final int DEFAULT_KEY_GROUPS = 128;

  /**
   * Every ten seconds, given up after ten minutes, three kept, ten restarts without progress. The
   * jitter is an interval by default.
   */
  private static final CheckpointPolicy DEFAULT_POLICY =
      new CheckpointPolicy(10_000, 600_000, 0, 3, 10, 1_000);

  private SpecReader() {}

  static JobSpec read(JsonFields body) {
    try {
      return new JobSpec(
          body.text("name"),
          graph(body.object("graph")),
          body.text("jarSha256"),
          body.text("entryClass"),
          body.texts("arguments"),
          policy(body.objectOrEmpty("policy")));
    } catch (IllegalArgumentException e) {
      throw ProblemException.of(400, "invalid-job", String.valueOf(e.getMessage()));
    }
  }

  private static JobGraph graph(JsonFields fields) {
    List<OperatorNode> operators = new ArrayList<>();
    for (JsonFields operator : fields.objects("operators")) {
      operators.add(
          new OperatorNode(
              operator.text("id"),
              operator.constant("kind", OperatorKind.class),
              operator.integer("parallelism", null)));
    }
    List<Edge> edges = new ArrayList<>();
    for (JsonFields edge : fields.objects("edges")) {
      edges.add(
          new Edge(
              edge.text("from"),
              edge.text("to"),
              edge.constant("partitioning", Partitioning.class)));
    }
    return new JobGraph(operators, edges, fields.integer("keyGroups", DEFAULT_KEY_GROUPS));
  }

  private static CheckpointPolicy policy(JsonFields fields) {
    long interval = fields.number("intervalMillis", DEFAULT_POLICY.intervalMillis());
    return new CheckpointPolicy(
        interval,
        fields.number("timeoutMillis", DEFAULT_POLICY.timeoutMillis()),
        fields.number("minPauseMillis", DEFAULT_POLICY.minPauseMillis()),
        fields.integer("retained", DEFAULT_POLICY.retained()),
        fields.integer("maxRestarts", DEFAULT_POLICY.maxRestarts()),
        fields.number("restartDelayMillis", DEFAULT_POLICY.restartDelayMillis()),
        fields.integer("maxConcurrent", DEFAULT_POLICY.maxConcurrent()),
        fields.integer("tolerableFailures", DEFAULT_POLICY.tolerableFailures()),
        fields.number("jitterMillis", interval),
        fields.integer("restartDoublings", DEFAULT_POLICY.restartDoublings()));
  }
}
