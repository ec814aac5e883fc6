package io.cairn.chaos.check;

import io.cairn.process.history.HistoryEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads what every agent wrote: an ack that was confirmed to a process is never sent again by it,
 * and each task of an attempt snapshots each checkpoint once.
 */
public final class AcksOnce {
  private record Part(long job, long attempt, long checkpoint, long task) {
    static Part of(HistoryEvent event) {
      return new Part(
          event.number("job"),
          event.number("attempt"),
          event.number("checkpoint"),
          event.number("task"));
    }
  }

  private AcksOnce() {}

  /** Judges the events of each agent by its name, in the order in which it wrote them. */
  public static Verdict judge(Map<String, List<HistoryEvent>> agents) {
    List<String> violations = new ArrayList<>();
    long[] confirmations = {0};
    agents.forEach(
        (agent, events) -> {
          Set<Part> confirmed = new HashSet<>();
          Set<Part> snapshots = new HashSet<>();
          for (HistoryEvent event : events) {
            if (event.seq() == 1) {
              confirmed.clear(); // a new process
            }
            Part part = Part.of(event);
            switch (event.kind()) {
              case "ack-confirmed" -> {
                confirmations[0]++;
                confirmed.add(part);
              }
              case "ack-sent" -> {
                if (confirmed.contains(part)) {
                  violations.add(agent + ": a confirmed ack is sent again: " + part);
                }
              }
              case "snapshot" -> {
                if (!snapshots.add(part)) {
                  violations.add(agent + ": a second snapshot: " + part);
                }
              }
              default -> {}
            }
          }
        });
    return Verdict.of("no confirmed ack is asked for again", confirmations[0], violations);
  }
}
