package io.cairn.chaos.report;

import io.cairn.chaos.check.Round;
import io.cairn.chaos.check.Verdict;
import io.cairn.chaos.harness.ChaosResult;
import java.util.Map;
import java.util.stream.Collectors;

/** A run as one page that needs nothing else: charts first, then tables. */
public final class HtmlReport {
  private static final String STYLE =
      """
      body{font:14px/1.45 system-ui,sans-serif;margin:0;background:#f6f7f9;color:#1c2430}
      main{max-width:1220px;margin:0 auto;padding:20px}
      h1{font-size:21px;margin:0 0 4px}h2{font-size:15px;margin:26px 0 6px}
      .badge{display:inline-block;padding:3px 12px;border-radius:12px;color:#fff;font-weight:600}
      .good{background:#1d7f4e}.fail{background:#b3261e}
      .card{background:#fff;border:1px solid #dfe3e8;border-radius:8px;padding:10px 12px}
      code{background:#eceff3;padding:2px 6px;border-radius:4px;word-break:break-word}
      table{border-collapse:collapse;width:100%;background:#fff;font-size:13px}
      td,th{border-bottom:1px solid #e6e9ee;padding:4px 8px;text-align:left;vertical-align:top}
      svg{width:100%;height:auto;display:block}
      .lane{font-size:11px;text-anchor:end;fill:#3b4656}.tick,.small{font-size:10px;fill:#5c6878}
      .tick{text-anchor:middle}.small{fill:#fff}.grid{stroke:#e8ebef;stroke-width:1}
      .blast-COORDINATORS{fill:#7a4fc0}.blast-STORE{fill:#c77700}.blast-AGENTS{fill:#c2185b}
      .missed{fill:#aab2bd}.recovery{fill:#c9d2dd}.bad{fill:#b3261e}
      .completed{fill:#3f9d6c;opacity:.75}.aborted{fill:#d0342c}
      .node0{fill:#3366aa}.node1{fill:#2a8c82}.node2{fill:#8a6d1f}
      .node3{fill:#8b4a6b}.node4{fill:#4c6b2f}.node5{fill:#5b5b8c}
      .curve{fill:none;stroke:#3366aa;stroke-width:1.4}
      .read{fill:#2a8c82}.unanswered{fill:#d0342c}
      .key span{display:inline-block;width:11px;height:11px;margin:0 4px 0 14px;border-radius:2px}
      """;
  private static final String KEY =
      """
      <p class='key'><span style='background:#7a4fc0'></span>fault of coordinators
      <span style='background:#c77700'></span>of the store
      <span style='background:#c2185b'></span>of agents
      <span style='background:#c9d2dd'></span>until every job had completed a checkpoint
      <span style='background:#3f9d6c'></span>checkpoint completed
      <span style='background:#d0342c'></span>aborted</p>
      """;

  private HtmlReport() {}

  public static String of(ChaosResult result) {
    StringBuilder page = new StringBuilder();
    page.append("<!doctype html><html lang='en'><meta charset='utf-8'>");
    page.append("<meta name='viewport' content='width=device-width'>");
    page.append("<title>Cairn under faults</title><style>").append(STYLE);
    page.append("</style><main>");
    head(page, result);
    Timeline timeline = new Timeline(result);
    page.append("<h2>What happened</h2><div class='card'>").append(timeline.svg());
    page.append(KEY).append("</div>");
    Curves curves = new Curves(result);
    page.append("<h2>Throughput (committed octets, or answered calls)</h2><div class='card'>");
    result.options().workloads().forEach(name -> page.append(curves.throughput(name)));
    page.append("</div><h2>Latency of linearizable reads, and of checkpoints</h2>");
    page.append("<div class='card'>").append(curves.reads());
    page.append(curves.checkpoints(timeline.durations())).append("</div>");
    verdicts(page, result);
    fates(page, result);
    rounds(page, result);
    return page.append("</main></html>\n").toString();
  }

  private static void head(StringBuilder page, ChaosResult result) {
    boolean good = result.violations() == 0;
    page.append("<h1>Cairn under faults <span class='badge ")
        .append(good ? "good'>no violation" : "fail'>" + result.violations() + " violations")
        .append("</span></h1>");
    if (!good) {
      page.append("<p><b>").append(Svg.escape(result.first())).append("</b></p>");
    }
    page.append("<p>").append(result.rounds().size()).append(" rounds in ");
    page.append(result.millis() / 1_000).append(" s. Faults hit: ");
    page.append(
        result.faultsHit().entrySet().stream()
            .map(hit -> Svg.escape(hit.getKey()) + " " + hit.getValue())
            .collect(Collectors.joining(", ")));
    page.append(".</p><p>Seed ").append(result.options().seed());
    page.append("; to repeat it: <code>").append(Svg.escape(result.options().command()));
    page.append("</code></p><p>Logs and histories: <code>");
    page.append(Svg.escape(result.options().keep().toString())).append("</code></p>");
  }

  private static void verdicts(StringBuilder page, ChaosResult result) {
    page.append("<h2>Invariants</h2><table><tr><th>invariant<th>verdict<th>examined<th>notes</tr>");
    for (Verdict verdict : result.verdicts()) {
      page.append("<tr><td>").append(Svg.escape(verdict.invariant()));
      page.append("<td><span class='badge ");
      page.append(verdict.holds() ? "good'>holds" : "fail'>broken").append("</span><td>");
      page.append(verdict.examined()).append("<td>").append(Svg.escape(verdict.note()));
      verdict
          .violations()
          .forEach(each -> page.append("<br><b>").append(Svg.escape(each)).append("</b>"));
      page.append("</tr>");
    }
    page.append("</table>");
  }

  private static void fates(StringBuilder page, ChaosResult result) {
    page.append("<h2>Checkpoints that a fault met</h2><table><tr><th>fault<th>blows");
    page.append(
        " in the middle of one<th>under way<th>with some acks<th>completed<th>of these"
            + " salvaged<th>aborted</tr>");
    for (Map.Entry<String, FlightFates> each : FlightFates.of(result).entrySet()) {
      FlightFates fate = each.getValue();
      page.append("<tr><td>").append(Svg.escape(each.getKey()));
      page.append("<td>").append(fate.blowsMidway());
      page.append("<td>").append(fate.underWay()).append("<td>").append(fate.midway());
      page.append("<td>").append(fate.completed()).append("<td>").append(fate.salvaged());
      page.append("<td>").append(Svg.escape(fate.aborted().toString())).append("</tr>");
    }
    page.append("</table>");
  }

  private static void rounds(StringBuilder page, ChaosResult result) {
    page.append("<h2>Rounds</h2><table><tr><th>#<th>fault<th>moment<th>seen");
    page.append("<th>checkpoints<th>recovered after</tr>");
    for (Round round : result.rounds()) {
      page.append("<tr><td>").append(round.number());
      page.append("<td>").append(Svg.escape(round.nemesis()));
      page.append("<td>").append(Svg.escape(round.moment()));
      page.append("<td>").append(Svg.escape(round.hit() ? round.evidence() : "NOT HIT"));
      page.append("<td>");
      for (Round.Flight flight : round.flights()) {
        page.append(
            Svg.escape(
                "%s %d (%d/%d): %s"
                    .formatted(
                        flight.job(),
                        flight.checkpoint(),
                        flight.acks(),
                        flight.tasks(),
                        flight.outcome())));
        page.append("<br>");
      }
      page.append("<td>");
      page.append(round.recovered() < 0 ? "never" : round.recovered() - round.healed() + " ms");
      page.append("</tr>");
    }
    page.append("</table>");
  }
}
