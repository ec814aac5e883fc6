package io.cairn.coordinator.checkpoint;

import java.util.regex.Pattern;

/**
 * One operator of a job's graph.
 *
 * @param id stable over submissions: {@code [a-z0-9][a-z0-9_-]{0,63}}
 * @param kind what it does
 * @param parallelism number of its tasks, at least 1
 */
public record OperatorNode(String id, OperatorKind kind, int parallelism) {
  static final Pattern SYNTAX = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

  /** Checks id and range. */
  public OperatorNode {
    if (!SYNTAX.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "operator id must match " + SYNTAX + ", is " + Text.cut(id, 64));
    }
    checkParallelism(id, parallelism);
  }

  static void checkParallelism(String of, int parallelism) {
    if (parallelism < 1 || parallelism > JobGraph.MAX_TASKS) {
      throw new IllegalArgumentException(
          "parallelism of "
              + Text.cut(of, 64)
              + " must be 1 to "
              + JobGraph.MAX_TASKS
              + ", is "
              + parallelism);
    }
  }
}
