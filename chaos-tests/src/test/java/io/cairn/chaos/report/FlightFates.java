package io.cairn.chaos.report;

import io.cairn.chaos.check.Round;
import io.cairn.chaos.harness.ChaosResult;
import io.cairn.process.history.HistoryEvent;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What became of the checkpoints that a kind of fault met.
 *
 * @param blowsMidway so many blows met at least one with some acks and not all
 * @param underWay so many checkpoints were met
 * @param midway of which so many had some acks and not all
 * @param salvaged completed although their attempt had ended
 * @param aborted how often, by reason
 */
record FlightFates(
    int blowsMidway,
    int underWay,
    int midway,
    int completed,
    int salvaged,
    Map<String, Integer> aborted) {
  private static final FlightFates NONE = new FlightFates(0, 0, 0, 0, 0, Map.of());

  /** By fault. */
  static Map<String, FlightFates> of(ChaosResult result) {
    Set<String> salvaged = salvaged(result);
    Map<String, FlightFates> fates = new TreeMap<>();
    for (Round round : result.rounds()) {
      if (round.hit()) {
        FlightFates all = fates.getOrDefault(round.nemesis(), NONE).plus(round);
        for (Round.Flight flight : round.flights()) {
          all = all.plus(flight, salvaged.contains(flight.jobId() + "/" + flight.checkpoint()));
        }
        fates.put(round.nemesis(), all);
      }
    }
    return fates;
  }

  private FlightFates plus(Round round) {
    boolean met = round.flights().stream().anyMatch(Round.Flight::midway);
    return new FlightFates(
        blowsMidway + (met ? 1 : 0), underWay, midway, completed, salvaged, aborted);
  }

  private FlightFates plus(Round.Flight flight, boolean outlived) {
    Map<String, Integer> reasons = new TreeMap<>(aborted);
    if (!flight.completed()) {
      String reason = flight.outcome().isEmpty() ? "undecided" : flight.outcome();
      int end = reason.indexOf(':');
      reasons.merge(end < 0 ? reason : reason.substring(0, end), 1, Integer::sum);
    }
    return new FlightFates(
        blowsMidway,
        underWay + 1,
        midway + (flight.midway() ? 1 : 0),
        completed + (flight.completed() ? 1 : 0),
        salvaged + (flight.completed() && outlived ? 1 : 0),
        reasons);
  }

  private static Set<String> salvaged(ChaosResult result) {
    Set<String> names = new HashSet<>();
    result
        .histories()
        .values()
        .forEach(
            events -> {
              for (HistoryEvent event : events) {
                if (event.kind().equals("checkpoint") && !event.text("salvage").isEmpty()) {
                  names.add(event.number("job") + "/" + event.number("checkpoint"));
                }
              }
            });
    return names;
  }
}
