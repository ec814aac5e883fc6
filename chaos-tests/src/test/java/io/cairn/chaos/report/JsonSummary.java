package io.cairn.chaos.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.chaos.check.Round;
import io.cairn.chaos.check.Verdict;
import io.cairn.chaos.harness.ChaosResult;
import java.util.Map;

/** The summary of a run for programs. */
public final class JsonSummary {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private JsonSummary() {}

  public static String of(ChaosResult result) throws JsonProcessingException {
    ObjectNode json = JSON.createObjectNode();
    json.put("violations", result.violations());
    json.put("first", result.first());
    json.put("rounds", result.rounds().size());
    ObjectNode hits = json.putObject("faultsHit");
    result.faultsHit().forEach(hits::put);
    json.put("seed", result.options().seed());
    json.put("seconds", result.millis() / 1_000);
    json.put("command", result.options().command());
    result.options().workloads().forEach(json.putArray("workloads")::add);
    checkpoints(json.putObject("checkpointsUnderFault"), FlightFates.of(result));
    ArrayNode verdicts = json.putArray("verdicts");
    for (Verdict verdict : result.verdicts()) {
      ObjectNode row = verdicts.addObject();
      row.put("invariant", verdict.invariant());
      row.put("holds", verdict.holds());
      row.put("examined", verdict.examined());
      row.put("note", verdict.note());
      verdict.violations().forEach(row.putArray("violations")::add);
    }
    ArrayNode rounds = json.putArray("roundList");
    for (Round round : result.rounds()) {
      ObjectNode row = rounds.addObject();
      row.put("round", round.number());
      row.put("nemesis", round.nemesis());
      row.put("moment", round.moment());
      row.put("evidence", round.evidence());
      row.put("struckMillis", round.struck());
      row.put("healedMillis", round.healed());
      row.put("recoveredMillis", round.recovered());
      row.put("aborted", round.attempts().stream().mapToLong(Round.Attempts::aborted).sum());
      ArrayNode flights = row.putArray("checkpoints");
      round.flights().forEach(flight -> flights.addPOJO(flight));
    }
    return JSON.writeValueAsString(json) + "\n";
  }

  private static void checkpoints(ObjectNode json, Map<String, FlightFates> fates) {
    fates.forEach(
        (nemesis, fate) -> {
          ObjectNode row = json.putObject(nemesis);
          row.put("blowsMidway", fate.blowsMidway());
          row.put("underWay", fate.underWay());
          row.put("midway", fate.midway());
          row.put("completed", fate.completed());
          row.put("salvaged", fate.salvaged());
          ObjectNode aborted = row.putObject("aborted");
          fate.aborted().forEach(aborted::put);
        });
  }
}
