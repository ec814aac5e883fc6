package io.cairn.chaos.check;

import io.cairn.process.history.HistoryEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** No two coordinators ever led in the same term. */
public final class LeaderTerms {
  private LeaderTerms() {}

  /** Judges the events of each coordinator by its name. */
  public static Verdict judge(Map<String, List<HistoryEvent>> coordinators) {
    Map<Long, String> leaders = new TreeMap<>();
    List<String> violations = new ArrayList<>();
    coordinators.forEach(
        (node, events) ->
            events.stream()
                .filter(event -> event.kind().equals("leader"))
                .forEach(
                    event -> {
                      String before = leaders.putIfAbsent(event.number("term"), node);
                      if (before != null && !before.equals(node)) {
                        violations.add(
                            "term %d: both %s and %s led"
                                .formatted(event.number("term"), before, node));
                      }
                    }));
    return Verdict.of("one leader per term", leaders.size(), violations);
  }
}
