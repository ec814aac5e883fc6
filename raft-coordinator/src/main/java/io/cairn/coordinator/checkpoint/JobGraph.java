package io.cairn.coordinator.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Operators and edges of a job. Tasks have a dense index: operators in list order, instances in
 * order. The constructor checks all that can be checked without the code; see {@link GraphRules}.
 * Immutable.
 *
 * @param operators at least one source, at most {@link #MAX_OPERATORS}
 * @param edges without a cycle
 * @param keyGroups 1 to 32,768
 */
public record JobGraph(List<OperatorNode> operators, List<Edge> edges, int keyGroups) {
  /** Most operators of a graph: look-ups scan the list. */
  public static final int MAX_OPERATORS = 256;

  /** Most tasks of a job. An attempt's placement of so many fits one log entry of 1 MiB. */
  public static final int MAX_TASKS = 10_000;

  /** Checks the graph. */
  public JobGraph {
    operators = List.copyOf(operators);
    edges = List.copyOf(edges);
    GraphRules.check(operators, edges, keyGroups);
  }

  /** Number of tasks. */
  public int taskCount() {
    int count = 0;
    for (OperatorNode operator : operators) {
      count += operator.parallelism();
    }
    return count;
  }

  /** The parallelism of each operator, in list order. */
  public List<Integer> parallelism() {
    return operators.stream().map(OperatorNode::parallelism).toList();
  }

  /**
   * The same graph at another parallelism.
   *
   * @param wanted for each operator, in list order
   * @throws IllegalArgumentException when such a graph cannot be
   */
  public JobGraph withParallelism(List<Integer> wanted) {
    if (wanted.size() != operators.size()) {
      throw new IllegalArgumentException(
          operators.size() + " operators, but " + wanted.size() + " parallelisms");
    }
    List<OperatorNode> scaled = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      OperatorNode node = operators.get(i);
      scaled.add(new OperatorNode(node.id(), node.kind(), wanted.get(i)));
    }
    return new JobGraph(scaled, edges, keyGroups);
  }

  /** Whether the index names a task. */
  public boolean hasTask(int task) {
    return task >= 0 && task < taskCount();
  }

  /** The operator of this id, or null. */
  public @Nullable OperatorNode operator(String id) {
    for (OperatorNode operator : operators) {
      if (operator.id().equals(id)) {
        return operator;
      }
    }
    return null;
  }

  /** The operator of a task. */
  public OperatorNode operatorOf(int task) {
    int first = 0;
    for (OperatorNode operator : operators) {
      if (task >= first && task < first + operator.parallelism()) {
        return operator;
      }
      first += operator.parallelism();
    }
    throw new IndexOutOfBoundsException("task " + task + " of " + first);
  }

  /** The task's place among those of its operator, from 0. */
  public int instanceOf(int task) {
    return task - firstTask(operatorOf(task).id());
  }

  /** Shown name of a task: {@code operator/instance}. */
  public String taskName(int task) {
    return operatorOf(task).id() + "/" + instanceOf(task);
  }

  /** Index of the operator's first task. */
  public int firstTask(String operatorId) {
    int first = 0;
    for (OperatorNode operator : operators) {
      if (operator.id().equals(operatorId)) {
        return first;
      }
      first += operator.parallelism();
    }
    throw new IllegalArgumentException("no operator " + operatorId);
  }

  /** Whether the task belongs to a source. */
  public boolean isSource(int task) {
    return operatorOf(task).kind() == OperatorKind.SOURCE;
  }

  /** Whether the task belongs to a sink. */
  public boolean isSink(int task) {
    return operatorOf(task).kind() == OperatorKind.SINK;
  }

  /** Indexes of all source tasks, ascending. */
  public int[] sources() {
    return tasksOf(OperatorKind.SOURCE);
  }

  /** Indexes of all sink tasks, ascending. */
  public int[] sinks() {
    return tasksOf(OperatorKind.SINK);
  }

  /** Number of tasks of operators of a kind. */
  public int countOf(OperatorKind kind) {
    int count = 0;
    for (OperatorNode operator : operators) {
      count += operator.kind() == kind ? operator.parallelism() : 0;
    }
    return count;
  }

  private int[] tasksOf(OperatorKind kind) {
    return IntStream.range(0, taskCount())
        .filter(task -> operatorOf(task).kind() == kind)
        .toArray();
  }
}
