package io.cairn.chaos.harness;

import io.cairn.chaos.check.Round;
import io.cairn.chaos.check.Verdict;
import io.cairn.chaos.scene.Chronicle;
import io.cairn.process.history.HistoryEvent;
import java.util.List;
import java.util.Map;

/**
 * What a run found. Immutable but for the chronicle, which nobody writes any more.
 *
 * @param faultsHit how often each fault was hit, 0 for those that never were
 * @param histories of coordinators and agents by name
 * @param millis how long it took
 */
public record ChaosResult(
    ChaosOptions options,
    List<Round> rounds,
    List<Verdict> verdicts,
    Map<String, Integer> faultsHit,
    Map<String, List<HistoryEvent>> histories,
    Chronicle chronicle,
    long millis) {
  public ChaosResult {
    rounds = List.copyOf(rounds);
    verdicts = List.copyOf(verdicts);
  }

  /** How many violations there are, of all invariants together. */
  public int violations() {
    return verdicts.stream().mapToInt(verdict -> verdict.violations().size()).sum();
  }

  /** The first invariant that is broken, and where; empty when none is. */
  public String first() {
    return verdicts.stream()
        .filter(verdict -> !verdict.holds())
        .map(verdict -> "BROKEN: " + verdict.invariant() + ": " + verdict.violations().get(0))
        .findFirst()
        .orElse("");
  }
}
