package io.cairn.cli.demo;

import io.cairn.process.history.HistoryEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts, in the agents' histories, what a kill made them do again. Pure. */
final class Audit {
  private Audit() {}

  /**
   * Tasks whose ack was confirmed by {@code byMillis} and which afterwards sent it again, or took
   * their snapshot again.
   */
  static int acksRepeated(List<HistoryEvent> events, CheckpointFacts checkpoint, long byMillis) {
    Map<Integer, Long> kept = confirmedBy(checkpoint, byMillis);
    Map<Integer, Integer> snapshots = new TreeMap<>();
    Set<Integer> repeated = new HashSet<>();
    for (HistoryEvent event : events) {
      int task = (int) event.number("task");
      Long confirmedAt = kept.get(task);
      if (event.number("checkpoint") != checkpoint.id() || confirmedAt == null) {
        continue;
      }
      boolean sentAgain = event.kind().equals("ack-sent") && event.at() > confirmedAt;
      boolean takenAgain =
          event.kind().equals("snapshot") && snapshots.merge(task, 1, Integer::sum) > 1;
      if (sentAgain || takenAgain) {
        repeated.add(task);
      }
    }
    return repeated.size();
  }

  /** Tasks whose ack the agent knew to be committed by then, and since when. */
  static Map<Integer, Long> confirmedBy(CheckpointFacts checkpoint, long byMillis) {
    Map<Integer, Long> kept = new TreeMap<>(checkpoint.confirmed());
    kept.values().removeIf(at -> at > byMillis);
    return kept;
  }

  /** Starts of tasks between two moments, in milliseconds since 1970. */
  static int tasksStarted(List<HistoryEvent> events, long fromMillis, long toMillis) {
    return (int)
        events.stream()
            .filter(e -> e.kind().equals("task") && e.text("state").equals("started"))
            .filter(e -> e.at() > fromMillis && e.at() <= toMillis)
            .count();
  }

  /** The checkpoint from which the tasks of an attempt were restored; 0 when from none. */
  static long restoredFrom(List<HistoryEvent> events, long attempt) {
    return events.stream()
        .filter(e -> e.kind().equals("task") && e.text("state").equals("restored"))
        .filter(e -> e.number("attempt") == attempt)
        .mapToLong(e -> e.number("checkpoint"))
        .max()
        .orElse(0);
  }
}
