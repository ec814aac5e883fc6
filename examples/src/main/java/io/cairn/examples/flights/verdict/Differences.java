package io.cairn.examples.flights.verdict;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects differences: all are counted, the first are kept. Not thread-safe. */
final class Differences {

  private final List<Difference> first = new ArrayList<>();
  private final Map<Difference.Kind, Long> counts = new EnumMap<>(Difference.Kind.class);

  void add(Difference.Kind kind, String detail) {
    add(kind, 1, detail);
  }

  /**
   * Adds one that concerns several lines.
   *
   * @param times how many lines the detail speaks of
   */
  void add(Difference.Kind kind, long times, String detail) {
    counts.merge(kind, times, Long::sum);
    if (first.size() < Verdict.DIFFERENCES_KEPT) {
      first.add(new Difference(kind, detail));
    }
  }

  List<Difference> first() {
    return List.copyOf(first);
  }

  Map<Difference.Kind, Long> counts() {
    return Collections.unmodifiableMap(new EnumMap<>(counts));
  }
}
