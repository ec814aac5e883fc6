package io.cairn.api;

import java.util.List;

/**
 * The shape of a job as plain data, the same each time the job is defined with equal arguments.
 *
 * <p>Tasks have a dense number: operators in the order of the list, instances in order.
 *
 * @param operators in the order in which they were defined
 * @param edges in the order in which they were defined
 * @param keyGroups how many key groups each keyed operator has
 */
public record GraphDescription(
    List<OperatorDescription> operators, List<EdgeDescription> edges, int keyGroups) {

  public GraphDescription {
    operators = List.copyOf(operators);
    edges = List.copyOf(edges);
  }

  /** How many tasks the job has. */
  public int tasks() {
    return operators.stream().mapToInt(OperatorDescription::parallelism).sum();
  }

  /** The number of the first task of an operator. */
  public int firstTask(int operator) {
    return operators.subList(0, operator).stream().mapToInt(OperatorDescription::parallelism).sum();
  }

  /** Where in {@link #operators} the operator of this task stands. */
  public int operatorOf(int task) {
    int first = 0;
    for (int i = 0; i < operators.size(); i++) {
      first += operators.get(i).parallelism();
      if (task >= 0 && task < first) {
        return i;
      }
    }
    throw new IllegalArgumentException("task " + task + " of " + first);
  }

  /** Which instance of its operator a task is. */
  public int instanceOf(int task) {
    return task - firstTask(operatorOf(task));
  }

  /** Where in {@link #operators} the operator with this id stands. */
  public int indexOf(String operatorId) {
    for (int i = 0; i < operators.size(); i++) {
      if (operators.get(i).id().equals(operatorId)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no operator '" + operatorId + "'");
  }
}
