package io.cairn.cli.demo;

import io.cairn.cli.cluster.LocalCluster;
import io.cairn.process.history.HistoryEvent;
import io.cairn.process.history.HistoryTail;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Follows the histories of all coordinators and agents of a cluster. */
final class ClusterHistory {
  private final List<HistoryTail> tails;

  ClusterHistory(LocalCluster cluster) {
    this.tails =
        Stream.concat(cluster.coordinators().stream(), cluster.agents().stream())
            .map(id -> new HistoryTail(cluster.history(id)))
            .toList();
  }

  /** What is new, by time; one clock serves all processes. */
  List<HistoryEvent> poll() throws IOException {
    List<HistoryEvent> events = new ArrayList<>();
    for (HistoryTail tail : tails) {
      events.addAll(tail.poll());
    }
    events.sort(Comparator.comparingLong(HistoryEvent::at));
    return events;
  }
}
