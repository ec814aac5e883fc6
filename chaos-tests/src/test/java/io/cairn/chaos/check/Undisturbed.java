package io.cairn.chaos.check;

import io.cairn.chaos.nemesis.Blast;
import java.util.ArrayList;
import java.util.List;

/**
 * What faults may not do: those of coordinators abort no checkpoint and restart no task, those of
 * the store restart no task.
 */
public final class Undisturbed {
  private Undisturbed() {}

  public static Verdict judge(List<Round> rounds) {
    List<String> violations = new ArrayList<>();
    long flights = 0;
    for (Round round : rounds) {
      String where =
          "round %d, %s, %s: ".formatted(round.number(), round.nemesis(), round.moment());
      if (!round.hit() || round.blast() == Blast.AGENTS) {
        continue;
      }
      for (Round.Attempts job : round.attempts()) {
        if (job.after() != job.before()) {
          violations.add(
              where
                  + "tasks of %s were restarted, attempt %d became %d"
                      .formatted(job.job(), job.before(), job.after()));
        }
        if (round.blast() == Blast.COORDINATORS && job.aborted() != 0) {
          violations.add(
              where + "%d checkpoints of %s were aborted".formatted(job.aborted(), job.job()));
        }
      }
      for (Round.Flight flight : round.flights()) {
        flights++;
        if (round.blast() == Blast.COORDINATORS && !flight.completed()) {
          violations.add(
              where
                  + "checkpoint %d of %s, which had %d of %d acks, became %s"
                      .formatted(
                          flight.checkpoint(),
                          flight.job(),
                          flight.acks(),
                          flight.tasks(),
                          flight.outcome()));
        }
      }
    }
    return Verdict.of("coordinator faults abort and restart nothing", flights, violations);
  }
}
