package io.cairn.chaos.report;

import io.cairn.chaos.check.Round;
import io.cairn.chaos.harness.ChaosResult;
import io.cairn.process.history.HistoryEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Faults, who led in which term, and each checkpoint, above one time axis. */
final class Timeline {
  private static final int LANE = 26;
  private static final int BAR = 16;
  private static final int AXIS = 22;
  private static final int NARROW = 24;

  /** A checkpoint from its request to its decision. */
  private record Span(long from, long to, String state, String reason) {
    boolean aborted() {
      return state.equals("ABORTED");
    }
  }

  private final ChaosResult result;
  private final Map<String, Map<Long, Span>> checkpoints = new TreeMap<>();
  private final TreeMap<Long, HistoryEvent> leaders = new TreeMap<>();
  private final Map<Long, String> jobs = new TreeMap<>();

  Timeline(ChaosResult result) {
    this.result = result;
    result.histories().values().forEach(events -> events.forEach(this::take));
  }

  private void take(HistoryEvent event) {
    switch (event.kind()) {
      case "leader" -> leaders.putIfAbsent(event.number("term"), event);
      case "job" -> jobs.putIfAbsent(event.number("job"), event.text("name"));
      case "checkpoint" -> {
        long at = result.chronicle().ofWallClock(event.at());
        String job = jobs.getOrDefault(event.number("job"), "job-" + event.number("job"));
        checkpoints
            .computeIfAbsent(job.replaceAll("-[0-9]+$", ""), name -> new TreeMap<>())
            .merge(
                event.number("job") << 32 | event.number("checkpoint"),
                new Span(at, at, event.text("state"), event.text("reason")),
                Timeline::merged);
      }
      default -> {}
    }
  }

  private static Span merged(Span one, Span other) {
    boolean decided =
        one.state.equals("COMPLETED") || one.state.equals("ABORTED") || one.state.isEmpty();
    boolean early = one.from <= other.from;
    Span first = early ? one : other;
    if (decided) {
      boolean same = other.state.equals(one.state);
      long to = same ? Math.min(one.to, other.to) : one.to;
      return new Span(first.from, to, one.state, one.reason);
    }
    return new Span(first.from, Math.max(one.to, other.to), other.state, other.reason);
  }

  String svg() {
    int lanes = 2 + checkpoints.size();
    Svg svg = new Svg(result.millis(), lanes * LANE + AXIS);
    double y = 4;
    svg.label(y + BAR - 4, "faults");
    for (Round round : result.rounds()) {
      String title = round.number() + ": " + round.nemesis() + ", " + round.moment();
      svg.bar(
          round.healed(),
          round.recovered() < 0 ? result.millis() : round.recovered(),
          y + 4,
          BAR - 8.0,
          round.recovered() < 0 ? "bad" : "recovery",
          title + ": recovery");
      svg.bar(
          round.struck(),
          Math.max(round.healed(), round.struck()),
          y,
          BAR,
          round.hit() ? "blast-" + round.blast().name() : "missed",
          title + ": " + (round.hit() ? round.evidence() : "NOT HIT"));
    }
    y += LANE;
    drawLeaders(svg, y);
    for (Map.Entry<String, Map<Long, Span>> job : checkpoints.entrySet()) {
      y += LANE;
      svg.label(y + BAR - 4, job.getKey());
      job.getValue().forEach(barOf(svg, y));
    }
    return svg.done();
  }

  private static java.util.function.BiConsumer<Long, Span> barOf(Svg svg, double y) {
    return (id, span) ->
        svg.bar(
            span.from,
            span.to,
            y,
            BAR,
            span.aborted() ? "aborted" : "completed",
            "checkpoint %d: %s %s, %d ms"
                .formatted(
                    id & 0xffffffffL,
                    span.aborted() ? "ABORTED" : "COMPLETED",
                    span.reason,
                    span.to - span.from));
  }

  private void drawLeaders(Svg svg, double y) {
    svg.label(y + BAR - 4, "leader, term");
    List<HistoryEvent> order = new ArrayList<>(leaders.values());
    for (int i = 0; i < order.size(); i++) {
      HistoryEvent event = order.get(i);
      long from = result.chronicle().ofWallClock(event.at());
      long to =
          i + 1 < order.size()
              ? result.chronicle().ofWallClock(order.get(i + 1).at())
              : result.millis();
      int colour = Math.floorMod(event.node().hashCode(), 6);
      String text = event.node() + " " + event.number("term");
      svg.bar(from, to, y, BAR, "node" + colour, text);
      if (svg.x(to) - svg.x(from) > NARROW) {
        svg.text(svg.x(from) + 3, y + BAR - 4, text);
      }
    }
  }

  /** How long each completed checkpoint took, by when it began. */
  Map<Long, Long> durations() {
    Map<Long, Long> durations = new TreeMap<>();
    checkpoints
        .values()
        .forEach(
            spans ->
                spans
                    .values()
                    .forEach(
                        span -> {
                          if (!span.aborted()) {
                            durations.merge(span.from, span.to - span.from, Math::max);
                          }
                        }));
    return durations;
  }
}
