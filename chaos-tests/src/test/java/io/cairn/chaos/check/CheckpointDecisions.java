package io.cairn.chaos.check;

import io.cairn.process.history.HistoryEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads what every coordinator wrote of checkpoints: only the transitions of the state machine, one
 * decision per id, the same on all, and ids that grow in the order of the log. Gaps are allowed: a
 * killed process may not have written its last lines, a new one begins with a snapshot.
 */
public final class CheckpointDecisions {
  private static final String INVARIANT = "one decision per checkpoint, the same everywhere";

  /** Which states may come after which, directly or later. */
  private static final Map<String, Set<String>> LATER =
      Map.of(
          "REQUESTING",
              Set.of("EXECUTING", "COMMITTING", "COMPLETED", "ABORTED", "SUBSUMED", "DISCARDED"),
          "EXECUTING", Set.of("COMMITTING", "COMPLETED", "ABORTED", "SUBSUMED", "DISCARDED"),
          "COMMITTING", Set.of("COMPLETED", "ABORTED", "SUBSUMED", "DISCARDED"),
          "COMPLETED", Set.of("SUBSUMED", "DISCARDED"),
          "ABORTED", Set.of("DISCARDED"),
          "SUBSUMED", Set.of("DISCARDED"),
          "DISCARDED", Set.of());

  private static final Set<String> COMPLETED = Set.of("COMPLETED", "SUBSUMED");

  private final List<String> violations = new ArrayList<>();
  private final Map<String, String> decisions = new TreeMap<>();
  private long examined;

  private CheckpointDecisions() {}

  /** Judges the events of each coordinator by its name, in the order in which it wrote them. */
  public static Verdict judge(Map<String, List<HistoryEvent>> coordinators) {
    CheckpointDecisions all = new CheckpointDecisions();
    coordinators.forEach(all::read);
    return Verdict.of(INVARIANT, all.examined, all.violations)
        .with(all.decisions.size() + " checkpoints were decided");
  }

  private void read(String node, List<HistoryEvent> events) {
    Map<String, String> states = new TreeMap<>();
    Map<Long, Long> newest = new TreeMap<>();
    for (HistoryEvent event : events) {
      if (!event.kind().equals("checkpoint")) {
        continue;
      }
      examined++;
      String name = event.number("job") + "/" + event.number("checkpoint");
      String state = event.text("state");
      String before = states.put(name, state);
      if (before == null) {
        begin(node, event, state, newest);
      } else if (!before.equals(state) && !LATER.getOrDefault(before, Set.of()).contains(state)) {
        violations.add(
            "%s: checkpoint %s goes from %s to %s at index %d"
                .formatted(node, name, before, state, event.number("index")));
      }
      decide(node, name, state);
    }
  }

  private void begin(String node, HistoryEvent event, String state, Map<Long, Long> newest) {
    long job = event.number("job");
    long id = event.number("checkpoint");
    long last = newest.getOrDefault(job, 0L);
    if (state.equals("REQUESTING") && id <= last) {
      violations.add(
          "%s: job %d asks for checkpoint %d after %d, at index %d"
              .formatted(node, job, id, last, event.number("index")));
    }
    newest.merge(job, id, Math::max);
  }

  private void decide(String node, String name, String state) {
    String decision =
        COMPLETED.contains(state) ? "COMPLETED" : state.equals("ABORTED") ? "ABORTED" : "";
    if (decision.isEmpty()) {
      return;
    }
    String before = decisions.putIfAbsent(name, decision);
    if (before != null && !before.equals(decision)) {
      violations.add("%s: checkpoint %s is %s, elsewhere %s".formatted(node, name, state, before));
    }
  }
}
