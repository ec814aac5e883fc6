package io.cairn.chaos.report;

import io.cairn.chaos.harness.ChaosResult;
import io.cairn.chaos.scene.Chronicle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Throughput of each workload, and latencies, over time. */
final class Curves {
  private static final int HEIGHT = 92;
  private static final int FLOOR = HEIGHT - 20;
  private static final int TALL = 150;
  private static final int SLOWEST_MILLIS = 200_000;
  private static final List<Integer> RULES = List.of(1, 10, 100, 1_000, 10_000, 100_000);

  private final ChaosResult result;

  Curves(ChaosResult result) {
    this.result = result;
  }

  /** How much a workload did per second, between samples. */
  String throughput(String workload) {
    List<Chronicle.Entry> samples = result.chronicle().of("progress");
    List<double[]> points = new ArrayList<>();
    double highest = 1;
    for (int i = 1; i < samples.size(); i++) {
      long millis = Math.max(1, samples.get(i).at() - samples.get(i - 1).at());
      double done = samples.get(i).number(workload) - samples.get(i - 1).number(workload);
      double rate = Math.max(0, done) * 1_000 / millis;
      highest = Math.max(highest, rate);
      points.add(new double[] {samples.get(i).at(), rate});
    }
    Svg svg = new Svg(result.millis(), HEIGHT);
    StringBuilder line = new StringBuilder();
    for (double[] point : points) {
      line.append(
          String.format(
              Locale.ROOT,
              "%.1f,%.1f ",
              svg.x((long) point[0]),
              FLOOR - point[1] / highest * (FLOOR - 8)));
    }
    svg.label(14, workload);
    svg.label(28, String.format(Locale.ROOT, "max %,.0f/s", highest));
    svg.line(line.toString(), "curve");
    return svg.done();
  }

  /** Linearizable reads: a dot each, on a logarithmic scale. */
  String reads() {
    Svg svg = scale("read, ms");
    for (Chronicle.Entry probe : result.chronicle().of("probe")) {
      boolean answered = probe.number("answered") == 1;
      svg.dot(
          probe.at(),
          y(probe.number("millis")),
          answered ? "read" : "unanswered",
          probe.number("millis") + " ms" + (answered ? "" : ", no answer"));
    }
    return svg.done();
  }

  /** Completed checkpoints, likewise. */
  String checkpoints(Map<Long, Long> durations) {
    Svg svg = scale("checkpoint, ms");
    durations.forEach((at, millis) -> svg.dot(at, y(millis), "read", millis + " ms"));
    return svg.done();
  }

  private Svg scale(String name) {
    Svg svg = new Svg(result.millis(), TALL);
    svg.label(14, name);
    for (int rule : RULES) {
      svg.rule(y(rule), "grid");
      svg.label(y(rule) + 3, rule == 100_000 ? "" : String.format(Locale.ROOT, "%,d", rule));
    }
    return svg;
  }

  private static double y(long millis) {
    double share = Math.log10((double) Math.max(1, millis)) / Math.log10(SLOWEST_MILLIS);
    return TALL - 22 - share * (TALL - 34);
  }
}
