package io.cairn.cli.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.examples.flights.verdict.Difference;
import io.cairn.examples.flights.verdict.Verdict;
import java.util.Locale;
import java.util.Optional;

/** Every figure of a run, as JSON. */
final class DemoReport {
  private final ObjectNode json = JsonNodeFactory.instance.objectNode();

  DemoReport(DemoSettings settings) {
    json.put("exact", false);
    ObjectNode run = json.putObject("run");
    run.put("seed", settings.seed());
    run.put("kill", settings.kill().name().toLowerCase(Locale.ROOT));
    run.put("store", settings.store().name().toLowerCase(Locale.ROOT));
    run.put("input", settings.input().toString());
    run.put("flights", settings.flights());
    run.put("repeat", settings.repeat());
  }

  void add(DemoRun run) {
    ObjectNode checkpoints = json.putObject("checkpoints");
    checkpoints.put("completed", run.facts().completed());
    checkpoints.put("aborted", run.facts().aborted());
    json.put("ratePerSecond", run.ratePerSecond());
    json.put("attempts", run.facts().attempt());
    json.put("jobState", run.facts().jobState());
    run.faults().forEach(fault -> fault.report(json.putObject(fault.name())));
  }

  void add(Verdict verdict) {
    json.put("exact", verdict.exact());
    json.put("records", verdict.updates());
    json.put("recordsExpected", verdict.expectedUpdates());
    json.put("keys", verdict.keys());
    json.put("keysExpected", verdict.expectedKeys());
    ObjectNode counts = json.putObject("differences");
    for (Difference.Kind kind : Difference.Kind.values()) {
      counts.put(kind.name().toLowerCase(Locale.ROOT), count(verdict, kind));
    }
  }

  private static long count(Verdict verdict, Difference.Kind kind) {
    return Optional.ofNullable(verdict.counts().get(kind)).orElse(0L);
  }

  void failure(String why) {
    json.put("failure", why);
  }

  void seconds(double seconds) {
    json.put("seconds", Math.round(seconds * 10) / 10.0);
  }

  @Override
  public String toString() {
    return json.toPrettyString() + "\n";
  }
}
