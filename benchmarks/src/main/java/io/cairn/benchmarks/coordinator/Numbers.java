package io.cairn.benchmarks.coordinator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measured values of one kind, in any order; sorted on the way in. */
final class Numbers {
  private final List<Double> sorted;

  Numbers(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    this.sorted = new ArrayList<>(values);
    Collections.sort(sorted);
  }

  /** The value that so many percent do not exceed. */
  double percentile(double percent) {
    int rank = (int) Math.ceil(percent / 100 * sorted.size());
    return sorted.get(Math.max(0, rank - 1));
  }

  double max() {
    return sorted.get(sorted.size() - 1);
  }

  /** For the details of the report. */
  Map<String, Object> summary() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("n", sorted.size());
    all.put("min", sorted.get(0));
    all.put("p50", percentile(50));
    all.put("p90", percentile(90));
    all.put("p99", percentile(99));
    all.put("max", max());
    return all;
  }
}
