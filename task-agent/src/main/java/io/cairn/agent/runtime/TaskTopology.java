package io.cairn.agent.runtime;

import io.cairn.agent.channel.ChannelKey;
import io.cairn.api.EdgeDescription;
import io.cairn.api.GraphDescription;
import io.cairn.api.Partitioning;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which channels a task has, by the graph alone: every agent computes the same. Channels are
 * ordered by edge, then by the instance at the other end.
 */
final class TaskTopology {
  private final AttemptSpec spec;
  private final GraphDescription graph;

  TaskTopology(AttemptSpec spec) {
    this.spec = spec;
    this.graph = spec.definition().graph();
  }

  /** The channels that lead to a task. */
  List<ChannelKey> inputs(TaskIdentity task) {
    List<ChannelKey> keys = new ArrayList<>();
    for (int edge = 0; edge < graph.edges().size(); edge++) {
      EdgeDescription description = graph.edges().get(edge);
      if (description.to().equals(task.description().id())) {
        for (int sender : peers(task, description, description.from())) {
          keys.add(key(edge, sender, task.task()));
        }
      }
    }
    return keys;
  }

  /** The channels that a task sends into. */
  List<ChannelKey> outputs(TaskIdentity task) {
    List<ChannelKey> keys = new ArrayList<>();
    for (int edge = 0; edge < graph.edges().size(); edge++) {
      EdgeDescription description = graph.edges().get(edge);
      if (description.from().equals(task.description().id())) {
        for (int receiver : peers(task, description, description.to())) {
          keys.add(key(edge, task.task(), receiver));
        }
      }
    }
    return keys;
  }

  /** The tasks at the other end of an edge. */
  private int[] peers(TaskIdentity task, EdgeDescription edge, String other) {
    int operator = graph.indexOf(other);
    int first = graph.firstTask(operator);
    if (edge.partitioning() == Partitioning.FORWARD) {
      return new int[] {first + task.instance()};
    }
    return IntStream.range(first, first + graph.operators().get(operator).parallelism()).toArray();
  }

  private ChannelKey key(int edge, int from, int to) {
    return new ChannelKey(spec.jobId(), spec.attempt(), edge, from, to);
  }
}
