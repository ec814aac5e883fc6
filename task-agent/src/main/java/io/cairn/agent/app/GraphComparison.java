package io.cairn.agent.app;

import io.cairn.api.EdgeDescription;
import io.cairn.api.GraphDescription;
import io.cairn.api.OperatorDescription;
import io.cairn.api.OperatorKind;
import io.cairn.api.Partitioning;
import io.cairn.protocol.v1.Edge;
import io.cairn.protocol.v1.JobGraph;
import io.cairn.protocol.v1.OperatorNode;
import java.util.List;
import java.util.Optional;

/**
 * Compares the graph that a job's code defines here with the one that was submitted, but for its
 * parallelism: that may have been changed since. Pure.
 */
final class GraphComparison {

  private GraphComparison() {}

  /** The first difference, for people; empty if the graphs are the same. */
  static Optional<String> difference(JobGraph submitted, GraphDescription defined) {
    if (submitted.getKeyGroups() != defined.keyGroups()) {
      return differ("key groups", submitted.getKeyGroups(), defined.keyGroups());
    }
    List<String> theirs = submitted.getOperatorsList().stream().map(o -> describe(o)).toList();
    List<String> ours = defined.operators().stream().map(o -> describe(o)).toList();
    if (!theirs.equals(ours)) {
      return differ("operators", theirs, ours);
    }
    List<String> theirEdges = submitted.getEdgesList().stream().map(e -> describe(e)).toList();
    List<String> ourEdges = defined.edges().stream().map(e -> describe(e)).toList();
    return theirEdges.equals(ourEdges) ? Optional.empty() : differ("edges", theirEdges, ourEdges);
  }

  private static Optional<String> differ(String what, Object submitted, Object defined) {
    return Optional.of(what + " submitted " + submitted + ", defined here " + defined);
  }

  private static String describe(OperatorNode node) {
    String kind =
        switch (node.getKind()) {
          case OPERATOR_KIND_SOURCE -> OperatorKind.SOURCE.name();
          case OPERATOR_KIND_TRANSFORM -> OperatorKind.TRANSFORM.name();
          case OPERATOR_KIND_SINK -> OperatorKind.SINK.name();
          default -> node.getKind().name();
        };
    return node.getId() + ":" + kind;
  }

  private static String describe(OperatorDescription operator) {
    return operator.id() + ":" + operator.kind();
  }

  private static String describe(Edge edge) {
    String partitioning =
        switch (edge.getPartitioning()) {
          case PARTITIONING_FORWARD -> Partitioning.FORWARD.name();
          case PARTITIONING_HASH -> Partitioning.HASH.name();
          case PARTITIONING_REBALANCE -> Partitioning.REBALANCE.name();
          default -> edge.getPartitioning().name();
        };
    return edge.getFrom() + "-" + partitioning + "->" + edge.getTo();
  }

  private static String describe(EdgeDescription edge) {
    return edge.from() + "-" + edge.partitioning() + "->" + edge.to();
  }
}
