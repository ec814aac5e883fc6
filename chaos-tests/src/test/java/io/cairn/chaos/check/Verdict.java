package io.cairn.chaos.check;

import java.util.List;

/**
 * What a checker found of one invariant.
 *
 * @param invariant in a few words, such as {@code one decision per checkpoint}
 * @param examined how many things were looked at; with 0 nothing is shown
 * @param violations each says what is wrong and where; empty: none
 * @param note what else a reader wants to know
 */
public record Verdict(String invariant, long examined, List<String> violations, String note) {
  public Verdict {
    violations = List.copyOf(violations);
  }

  public static Verdict of(String invariant, long examined, List<String> violations) {
    return new Verdict(invariant, examined, violations, "");
  }

  public Verdict with(String remark) {
    return new Verdict(invariant, examined, violations, remark);
  }

  public boolean holds() {
    return violations.isEmpty();
  }
}
