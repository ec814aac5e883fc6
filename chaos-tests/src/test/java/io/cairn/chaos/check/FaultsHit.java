package io.cairn.chaos.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Each fault that was asked for was really there at least once. */
public final class FaultsHit {
  private FaultsHit() {}

  /** How often each was hit, in a mix too; 0 for those that never were. */
  public static Map<String, Integer> count(List<String> asked, List<Round> rounds) {
    Map<String, Integer> hits = new TreeMap<>();
    asked.forEach(name -> hits.put(name, 0));
    for (Round round : rounds) {
      if (round.hit()) {
        hits.merge(round.nemesis(), 1, Integer::sum);
        parts(round.nemesis()).forEach(part -> hits.merge(part, 1, Integer::sum));
      }
    }
    return hits;
  }

  /** The faults of a mix, each of which was there; none of a single one. */
  private static List<String> parts(String nemesis) {
    return nemesis.contains("+") ? List.of(nemesis.split("\\+", -1)) : List.of();
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
