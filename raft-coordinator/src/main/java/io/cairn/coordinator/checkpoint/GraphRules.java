package io.cairn.coordinator.checkpoint;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a graph must obey. Each message names the operator or edge and what to do. */
final class GraphRules {
  private static final int MAX_KEY_GROUPS = 32_768;

  private GraphRules() {}

  static void check(List<OperatorNode> operators, List<Edge> edges, int keyGroups) {
    require(
        keyGroups >= 1 && keyGroups <= MAX_KEY_GROUPS,
        "keyGroups must be 1 to " + MAX_KEY_GROUPS + ", is " + keyGroups);
    require(
        operators.size() <= JobGraph.MAX_OPERATORS,
        "at most " + JobGraph.MAX_OPERATORS + " operators, are " + operators.size());
    Map<String, OperatorNode> byId = new HashMap<>();
    long tasks = 0;
    boolean source = false;
    for (OperatorNode operator : operators) {
      require(
          byId.put(operator.id(), operator) == null, "two operators are called " + operator.id());
      tasks += operator.parallelism();
      source |= operator.kind() == OperatorKind.SOURCE;
    }
    require(source, "the graph needs a source");
    require(tasks <= JobGraph.MAX_TASKS, "at most " + JobGraph.MAX_TASKS + " tasks, are " + tasks);
    checkEdges(operators, edges, byId, keyGroups);
  }

  private static void checkEdges(
      List<OperatorNode> operators,
      List<Edge> edges,
      Map<String, OperatorNode> byId,
      int keyGroups) {
    Map<String, Integer> inputs = new HashMap<>();
    for (Edge edge : edges) {
      String shown = edge.from() + " -> " + edge.to();
      OperatorNode from = byId.get(edge.from());
      OperatorNode to = byId.get(edge.to());
      if (from == null || to == null) {
        throw new IllegalArgumentException(
            "edge " + shown + " names an operator that is not there");
      }
      require(to.kind() != OperatorKind.SOURCE, "edge " + shown + " leads into a source");
      require(from.kind() != OperatorKind.SINK, "edge " + shown + " leads out of a sink");
      require(
          edge.partitioning() != Partitioning.FORWARD || from.parallelism() == to.parallelism(),
          "edge " + shown + " is FORWARD, but the parallelisms differ");
      require(
          edge.partitioning() != Partitioning.HASH || to.parallelism() <= keyGroups,
          "edge " + shown + ": parallelism of " + to.id() + " exceeds keyGroups " + keyGroups);
      inputs.merge(to.id(), 1, Integer::sum);
    }
    for (OperatorNode operator : operators) {
      require(
          operator.kind() == OperatorKind.SOURCE || inputs.containsKey(operator.id()),
          "operator " + operator.id() + " has no input");
    }
    checkAcyclic(operators, edges, inputs);
  }

  private static void checkAcyclic(
      List<OperatorNode> operators, List<Edge> edges, Map<String, Integer> inputs) {
    ArrayDeque<String> free = new ArrayDeque<>();
    for (OperatorNode operator : operators) {
      if (!inputs.containsKey(operator.id())) {
        free.add(operator.id());
      }
    }
    int seen = 0;
    while (!free.isEmpty()) {
      String id = free.remove();
      seen++;
      for (Edge edge : edges) {
        if (edge.from().equals(id) && inputs.merge(edge.to(), -1, Integer::sum) == 0) {
          free.add(edge.to());
        }
      }
    }
    require(seen == operators.size(), "the edges form a cycle");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
