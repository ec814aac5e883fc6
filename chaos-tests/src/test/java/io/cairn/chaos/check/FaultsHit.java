package io.cairn.chaos.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Each fault that was asked for was really there at least once. */
public final class FaultsHit {
  private FaultsHit() {}

  /** How often each was hit; 0 for those that never were. */
  public static Map<String, Integer> count(List<String> asked, List<Round> rounds) {
    Map<String, Integer> hits = new TreeMap<>();
    asked.forEach(name -> hits.put(name, 0));
    rounds.stream()
        .filter(Round::hit)
        .forEach(round -> hits.merge(round.nemesis(), 1, Integer::sum));
    return hits;
  }

  public static Verdict judge(List<String> asked, List<Round> rounds) {
    List<String> violations = new ArrayList<>();
    Map<String, Integer> hits = count(asked, rounds);
    hits.forEach(
        (name, times) -> {
          if (times == 0) {
            violations.add(name + " was asked for and never hit");
          }
        });
    return Verdict.of("every fault was hit", hits.size(), violations);
  }
}
