package io.cairn.coordinator.admin;

import io.cairn.coordinator.leader.OrphanPlan;
import io.cairn.coordinator.leader.OrphanSweep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The plan for orphans, and its execution. The leader does both, on the sweep's own thread. */
final class Orphans {
  private final OrphanSweep sweep;
  private final LeaderRoute route;

  Orphans(OrphanSweep sweep, LeaderRoute route) {
    this.sweep = sweep;
    this.route = route;
  }

  CompletableFuture<Reply> plan(Call call) {
    return route.onLeader(call, term -> sweep.plan().thenApply(plan -> Reply.ok(view(plan))));
  }

  CompletableFuture<Reply> run(Call call) {
    JsonFields body = JsonFields.parse(call.body());
    Commands.requestId(body); // running twice does no harm: it is only for the log of the caller
    body.end();
    return route.onLeader(call, term -> sweep.run().thenApply(swept -> Reply.ok(view(swept))));
  }

  private static Map<String, Object> view(OrphanPlan plan) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("count", plan.delete().size());
    view.put("bytes", plan.bytes());
    view.put("delete", orphans(plan.delete()));
    view.put("keep", kept(plan.keep()));
    view.put(
        "space",
        plan.space().stream()
            .map(
                job -> {
                  Map<String, Object> row = new LinkedHashMap<>();
                  row.put("jobId", job.job());
                  row.put("liveBytes", job.liveBytes());
                  row.put("stateBytes", job.stateBytes());
                  row.put("amplification", job.amplification());
                  return row;
                })
            .toList());
    return view;
  }

  private static Map<String, Object> view(OrphanSweep.Swept swept) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("count", swept.deleted().size());
    view.put("bytes", swept.deleted().stream().mapToLong(OrphanPlan.Orphan::bytes).sum());
    view.put("left", swept.left());
    view.put("deleted", orphans(swept.deleted()));
    view.put("keep", kept(swept.kept()));
    return view;
  }

  private static List<Map<String, Object>> orphans(List<OrphanPlan.Orphan> orphans) {
    return orphans.stream()
        .limit(Limits.MAX_ROWS)
        .map(
            orphan -> {
              Map<String, Object> row = new LinkedHashMap<>();
              row.put("path", orphan.path());
              row.put("why", orphan.why().name());
              row.put("bytes", orphan.bytes());
              row.put("detail", orphan.detail());
              return row;
            })
        .toList();
  }

  private static List<Map<String, Object>> kept(List<OrphanPlan.Kept> kept) {
    return kept.stream()
        .limit(Limits.MAX_ROWS)
        .map(
            file -> {
              Map<String, Object> row = new LinkedHashMap<>();
              row.put("path", file.path());
              row.put("bytes", file.bytes());
              row.put("reason", file.reason());
              return row;
            })
        .toList();
  }
}
