package io.cairn.coordinator.codec;

import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.CheckpointPolicy;
import io.cairn.coordinator.checkpoint.Coded;
import io.cairn.coordinator.checkpoint.Edge;
import io.cairn.coordinator.checkpoint.Incarnation;
import io.cairn.coordinator.checkpoint.JobGraph;
import io.cairn.coordinator.checkpoint.JobSpec;
import io.cairn.coordinator.checkpoint.OperatorKind;
import io.cairn.coordinator.checkpoint.OperatorNode;
import io.cairn.coordinator.checkpoint.Partitioning;
import io.cairn.coordinator.checkpoint.Placement;
import java.util.List;
import java.util.TreeMap;

/** Job specifications and placements; decoders throw IllegalArgumentException. */
public final class SpecCodec {
  private SpecCodec() {}

  /** The specification as a message. */
  public static io.cairn.protocol.v1.JobSpec encode(JobSpec spec) {
    return io.cairn.protocol.v1.JobSpec.newBuilder()
        .setName(spec.name())
        .setGraph(encode(spec.graph()))
        .setJarSha256(spec.jarSha256())
        .setEntryClass(spec.entryClass())
        .putAllArguments(spec.arguments())
        .setPolicy(encode(spec.policy()))
        .build();
  }

  /** The specification in the message. */
  public static JobSpec decode(io.cairn.protocol.v1.JobSpec message) {
    return new JobSpec(
        message.getName(),
        decode(message.getGraph()),
        message.getJarSha256(),
        message.getEntryClass(),
        new TreeMap<>(message.getArgumentsMap()),
        decode(message.getPolicy()));
  }

  /** The graph as a message. */
  public static io.cairn.protocol.v1.JobGraph encode(JobGraph graph) {
    io.cairn.protocol.v1.JobGraph.Builder message =
        io.cairn.protocol.v1.JobGraph.newBuilder().setKeyGroups(graph.keyGroups());
    for (OperatorNode operator : graph.operators()) {
      message.addOperators(
          io.cairn.protocol.v1.OperatorNode.newBuilder()
              .setId(operator.id())
              .setKindValue(operator.kind().code())
              .setParallelism(operator.parallelism()));
    }
    for (Edge edge : graph.edges()) {
      message.addEdges(
          io.cairn.protocol.v1.Edge.newBuilder()
              .setFrom(edge.from())
              .setTo(edge.to())
              .setPartitioningValue(edge.partitioning().code()));
    }
    return message.build();
  }

  /** The graph in the message. */
  public static JobGraph decode(io.cairn.protocol.v1.JobGraph message) {
    List<OperatorNode> operators =
        message.getOperatorsList().stream()
            .map(
                node ->
                    new OperatorNode(
                        node.getId(),
                        Coded.of(OperatorKind.class, node.getKindValue()),
                        node.getParallelism()))
            .toList();
    List<Edge> edges =
        message.getEdgesList().stream()
            .map(
                edge ->
                    new Edge(
                        edge.getFrom(),
                        edge.getTo(),
                        Coded.of(Partitioning.class, edge.getPartitioningValue())))
            .toList();
    return new JobGraph(operators, edges, message.getKeyGroups());
  }

  static io.cairn.protocol.v1.Placement encode(Placement place) {
    return io.cairn.protocol.v1.Placement.newBuilder()
        .setAgentId(place.agent().value())
        .setIncarnation(place.incarnation().value())
        .build();
  }

  static List<Placement> decodePlacement(List<io.cairn.protocol.v1.Placement> places) {
    return places.stream()
        .map(
            place ->
                new Placement(
                    new AgentId(place.getAgentId()), new Incarnation(place.getIncarnation())))
        .toList();
  }

  /** A policy without what older logs do not have gives the same bytes as before. */
  static io.cairn.protocol.v1.CheckpointPolicy encode(CheckpointPolicy policy) {
    io.cairn.protocol.v1.CheckpointPolicy.Builder message =
        io.cairn.protocol.v1.CheckpointPolicy.newBuilder()
            .setIntervalMillis(policy.intervalMillis())
            .setTimeoutMillis(policy.timeoutMillis())
            .setMinPauseMillis(policy.minPauseMillis())
            .setRetained(policy.retained())
            .setMaxRestarts(policy.maxRestarts())
            .setRestartDelayMillis(policy.restartDelayMillis())
            .setMaxConcurrent(policy.maxConcurrent() == 1 ? 0 : policy.maxConcurrent())
            .setJitterMillis(policy.jitterMillis());
    if (policy.tolerableFailures() != CheckpointPolicy.UNLIMITED) {
      message.setTolerableFailures(policy.tolerableFailures());
    }
    if (policy.restartDoublings() != CheckpointPolicy.DEFAULT_RESTART_DOUBLINGS) {
      message.setRestartDoublings(policy.restartDoublings());
    }
    return message.build();
  }

  static CheckpointPolicy decode(io.cairn.protocol.v1.CheckpointPolicy message) {
    return new CheckpointPolicy(
        message.getIntervalMillis(),
        message.getTimeoutMillis(),
        message.getMinPauseMillis(),
        message.getRetained(),
        message.getMaxRestarts(),
        message.getRestartDelayMillis(),
        message.getMaxConcurrent() == 0 ? 1 : message.getMaxConcurrent(),
        message.hasTolerableFailures()
            ? message.getTolerableFailures()
            : CheckpointPolicy.UNLIMITED,
        message.getJitterMillis(),
        message.hasRestartDoublings()
            ? message.getRestartDoublings()
            : CheckpointPolicy.DEFAULT_RESTART_DOUBLINGS);
  }
}
