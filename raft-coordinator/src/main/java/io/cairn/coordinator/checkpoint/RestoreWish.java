package io.cairn.coordinator.checkpoint;

import java.util.List;
import java.util.TreeSet;

/**
 * From which savepoint a job is to begin.
 *
 * @param job that took it
 * @param savepoint its name
 * @param dropped operators whose state is not wanted, sorted
 */
public record RestoreWish(JobId job, String savepoint, List<String> dropped) {
  /** Checks the bounds. */
  public RestoreWish {
    if (!SavepointName.SYNTAX.matcher(savepoint).matches()) {
      throw new IllegalArgumentException(
          "a savepoint's name must match "
              + SavepointName.SYNTAX
              + ", is '"
              + Text.cut(savepoint, 64)
              + "'");
    }
    dropped = List.copyOf(new TreeSet<>(dropped));
    if (dropped.size() > JobGraph.MAX_OPERATORS) {
      throw new IllegalArgumentException(
          "at most " + JobGraph.MAX_OPERATORS + " operators can be dropped");
    }
    for (String operator : dropped) {
      if (!OperatorNode.SYNTAX.matcher(operator).matches()) {
        throw new IllegalArgumentException(
            "an operator's id must match "
                + OperatorNode.SYNTAX
                + ", is '"
                + Text.cut(operator, 64)
                + "'");
      }
    }
  }
}
