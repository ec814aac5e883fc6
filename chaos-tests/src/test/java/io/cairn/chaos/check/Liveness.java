package io.cairn.chaos.check;

import java.util.ArrayList;
import java.util.List;

/** After a fault is healed every job completes another checkpoint within a bound. */
public final class Liveness {
  private Liveness() {}

  /** Judges rounds; those in which nothing was hit count too. */
  public static Verdict judge(List<Round> rounds, long boundMillis) {
    List<String> violations = new ArrayList<>();
    long longest = 0;
    for (Round round : rounds) {
      long took = round.recovered() - round.healed();
      longest = Math.max(longest, took);
      if (round.recovered() < 0) {
        violations.add(
            "round %d, %s: not every job completed a checkpoint within %d s after it"
                .formatted(round.number(), round.nemesis(), boundMillis / 1_000));
      } else if (took > boundMillis) {
        violations.add(
            "round %d, %s: %d ms until every job had completed a checkpoint, %d are allowed"
                .formatted(round.number(), round.nemesis(), took, boundMillis));
      }
    }
    return Verdict.of("progress after every fault", rounds.size(), violations)
        .with("at most " + longest + " ms");
  }
}
