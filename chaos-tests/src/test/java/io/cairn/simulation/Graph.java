package io.cairn.simulation;

import io.cairn.coordinator.checkpoint.CheckpointPolicy;
import io.cairn.coordinator.checkpoint.Edge;
import io.cairn.coordinator.checkpoint.JobGraph;
import io.cairn.coordinator.checkpoint.JobSpec;
import io.cairn.coordinator.checkpoint.OperatorKind;
import io.cairn.coordinator.checkpoint.OperatorNode;
import io.cairn.coordinator.checkpoint.Partitioning;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The job of every simulation: sources, all to all with counters, each with a sink of its own.
 *
 * @param sources 1 or 2, for two inputs
 * @param lanes counters, and sinks
 */
record Graph(int sources, int lanes) {
  JobSpec spec(String name, CheckpointPolicy policy) {
    List<OperatorNode> operators =
        List.of(
            new OperatorNode("read", OperatorKind.SOURCE, sources),
            new OperatorNode("count", OperatorKind.TRANSFORM, lanes),
            new OperatorNode("write", OperatorKind.SINK, lanes));
    List<Edge> edges =
        List.of(
            new Edge("read", "count", Partitioning.HASH),
            new Edge("count", "write", Partitioning.FORWARD));
    return new JobSpec(
        name,
        new JobGraph(operators, edges, 8),
        "0".repeat(64),
        "io.cairn.simulation.Job",
        new TreeMap<>(),
        policy);
  }

  int tasks() {
    return sources + 2 * lanes;
  }

  /** Each of the two inputs is read by one source. */
  boolean reads(int source, int partition) {
    return partition % sources == source;
  }

  /** The operator that the task is an instance of. */
  String operator(int task) {
    return isSource(task) ? "read" : isSink(task) ? "write" : "count";
  }

  /** Which instance of its operator it is. */
  int instance(int task) {
    return isSource(task) ? task : (task - sources) % lanes;
  }

  boolean isSource(int task) {
    return task < sources;
  }

  boolean isSink(int task) {
    return task >= sources + lanes;
  }

  boolean isCounter(int task) {
    return task >= sources && task < sources + lanes;
  }

  List<Integer> inputs(int task) {
    if (task < sources) {
      return List.of();
    }
    return isSink(task) ? List.of(task - lanes) : IntStream.range(0, sources).boxed().toList();
  }

  List<Integer> outputs(int task) {
    if (task < sources) {
      return IntStream.range(sources, sources + lanes).boxed().toList();
    }
    return isSink(task) ? List.of() : List.of(task + lanes);
  }
}
