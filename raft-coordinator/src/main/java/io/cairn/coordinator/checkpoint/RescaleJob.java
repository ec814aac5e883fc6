package io.cairn.coordinator.checkpoint;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Someone wants a job to have another parallelism. One of the two says which.
 *
 * @param parallelism of every operator that is not named; 0: those stay as they are
 * @param operators those that are named, with theirs
 * @param who wants it, as they call themselves
 */
public record RescaleJob(
    String requestId, JobId job, int parallelism, SortedMap<String, Integer> operators, String who)
    implements Event {
  /** Checks the bounds; whether the graph allows it is decided when it is applied. */
  public RescaleJob {
    Text.name("request id", requestId);
    Text.name("who", who);
    operators = Collections.unmodifiableSortedMap(new TreeMap<>(operators));
    if (operators.size() > JobGraph.MAX_OPERATORS) {
      throw new IllegalArgumentException("at most " + JobGraph.MAX_OPERATORS + " operators");
    }
    operators.forEach(OperatorNode::checkParallelism);
    if (parallelism != 0) {
      OperatorNode.checkParallelism("every operator", parallelism);
    }
    if (parallelism == 0 && operators.isEmpty()) {
      throw new IllegalArgumentException("give a parallelism, or that of some operators");
    }
  }

  @Override
  public <R> R match(EventCases<R> cases) {
    return cases.rescaleJob(this);
  }
}
