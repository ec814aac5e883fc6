package io.cairn.coordinator.checkpoint;

import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * From which cut a job is to begin: a savepoint, or the newest cut of the last job of its name.
 *
 * @param job that took the savepoint; null: the last one that had the same name
 * @param savepoint its name; empty: the job's newest cut
 * @param dropped operators whose state is not wanted, sorted
 * @param rescales whether operators may have another parallelism than in the cut; older logs have
 *     it not
 */
public record RestoreWish(
    @Nullable JobId job, String savepoint, List<String> dropped, boolean rescales) {
  /** From a savepoint, at the same parallelism. */
  public RestoreWish(JobId job, String savepoint, List<String> dropped) {
    this(job, savepoint, dropped, false);
  }

  /** From where the last job of the same name was; if there was none, the job begins empty. */
  public static RestoreWish continuing(List<String> dropped) {
    return new RestoreWish(null, "", dropped, true);
  }

  /** Checks the bounds. */
  public RestoreWish {
    if ((job == null) != savepoint.isEmpty()) {
      throw new IllegalArgumentException("a savepoint has a job and a name, or neither is given");
    }
    if (job != null && !SavepointName.SYNTAX.matcher(savepoint).matches()) {
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
