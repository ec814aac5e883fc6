package io.cairn.coordinator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.MemberChange;
import io.cairn.coordinator.checkpoint.RemovedMember;
import io.cairn.coordinator.replication.ClusterMember;
import io.cairn.coordinator.replication.Leadership;
import io.cairn.coordinator.replication.ReplicaStatus;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A round of consensus, then every replica is asked for the state's hash at the index that it led
 * to. Ends within {@link Limits#CONSENSUS}, whoever hangs.
 */
final class HealthCheck {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** For a replica that is well: it applies within milliseconds. */
  private static final Duration ANSWER = Duration.ofMillis(1_300);

  private static final Duration SHORTEST = Duration.ofMillis(150);

  private final Cluster cluster;
  private final ReplicaRoute self;
  private final PeerClient peers;
  private final Executor readers;

  HealthCheck(Cluster cluster, ReplicaRoute self, PeerClient peers, Executor readers) {
    this.cluster = cluster;
    this.self = self;
    this.peers = peers;
    this.readers = readers;
  }

  /** 200 when a quorum decides; {@code status} says whether all is well. */
  CompletableFuture<Reply> health(Call call) {
    return judged(call).thenApply(judged -> Reply.ok(healthView(judged)));
  }

  /** Every member with what is known of it. */
  CompletableFuture<Reply> members(Call call) {
    return judged(call).thenApply(judged -> Reply.ok(membersView(judged)));
  }

  private record Judged(ReplicaStatus self, List<Comparison.MemberHealth> members) {}

  private CompletableFuture<Judged> judged(Call call) {
    long deadline = System.nanoTime() + Limits.CONSENSUS.toNanos();
    CompletableFuture<ClusterState> read =
        call.wantsStale()
            ? CompletableFuture.completedFuture(cluster.replica().state())
            : cluster.replica().readLinearizable();
    return read.orTimeout(Limits.CONSENSUS.toMillis(), TimeUnit.MILLISECONDS)
        .thenComposeAsync(
            state -> {
              ReplicaStatus here = cluster.group().status();
              Duration left = Duration.ofNanos(deadline - System.nanoTime());
              return askAll(here, bounded(left))
                  .thenApply(
                      answers -> new Judged(here, new Comparison(cluster, here).judge(answers)));
            },
            readers);
  }

  private static Duration bounded(Duration left) {
    Duration most = left.compareTo(ANSWER) < 0 ? left : ANSWER;
    return most.compareTo(SHORTEST) < 0 ? SHORTEST : most;
  }

  private CompletableFuture<List<Comparison.Answer>> askAll(
      ReplicaStatus status, Duration timeout) {
    long wait = Math.max(1, timeout.toMillis() - SHORTEST.toMillis());
    String path =
        status.appliedIndex() == 0
            ? "replica"
            : "replica?index=" + status.appliedIndex() + "&waitMillis=" + wait;
    List<CompletableFuture<Comparison.Answer>> asked = new ArrayList<>();
    for (ClusterMember member : cluster.members().members()) {
      if (member.id().equals(cluster.members().selfId())) {
        asked.add(CompletableFuture.completedFuture(itself(member, status)));
        continue;
      }
      asked.add(
          peers
              .get(member.admin(), path, timeout)
              // Also when a name is looked up for long, which the request's own limit is not for.
              .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
              .handle((view, failure) -> answer(member, view, failure)));
    }
    return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> asked.stream().map(CompletableFuture::join).toList());
  }

  private Comparison.Answer itself(ClusterMember member, ReplicaStatus status) {
    JsonNode view = JSON.valueToTree(self.view(status, status.appliedIndex()));
    return new Comparison.Answer(member, view, "");
  }

  private static Comparison.Answer answer(
      ClusterMember member, @Nullable JsonNode status, @Nullable Throwable failure) {
    if (failure == null) {
      return new Comparison.Answer(member, status, "");
    }
    Throwable cause = Failures.unwrap(failure);
    String why =
        cause instanceof HttpTimeoutException || cause instanceof TimeoutException
            ? "no answer"
            : cause instanceof ConnectException
                ? "connection refused"
                : String.valueOf(cause.getMessage());
    return new Comparison.Answer(member, null, why + " at " + member.admin());
  }

  private Map<String, Object> healthView(Judged judged) {
    Leadership leadership = cluster.replica().leadership();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("status", statusOf(judged.members()));
    view.put("id", cluster.members().selfId());
    view.put("leader", leadership.leaderId().orElse(""));
    view.put("term", leadership.currentTerm());
    view.put("index", judged.self().appliedIndex());
    view.put("stateHash", ReplicaRoute.hex(judged.self().stateHash()));
    view.put("members", judged.members());
    return view;
  }

  private static String statusOf(List<Comparison.MemberHealth> members) {
    boolean well = true;
    for (Comparison.MemberHealth member : members) {
      if (member.verdict() == Comparison.Verdict.DIFFERS
          || member.verdict() == Comparison.Verdict.FOREIGN) {
        return "diverged";
      }
      well &= member.verdict() == Comparison.Verdict.OK && !member.role().equals("NOT_VOTING");
    }
    return well ? "ok" : "degraded";
  }

  private Map<String, Object> membersView(Judged judged) {
    ClusterState state = cluster.replica().state();
    List<Map<String, Object>> removed = new ArrayList<>();
    for (RemovedMember member : state.members().removed().values()) {
      removed.add(Map.of("id", member.id(), "raft", member.raft()));
    }
    List<Map<String, Object>> changes = new ArrayList<>();
    for (MemberChange change : state.members().changes().values()) {
      changes.add(
          Map.of(
              "what",
              change.what().name(),
              "id",
              change.id(),
              "raft",
              change.raft(),
              "who",
              change.who(),
              "atMillis",
              change.wallMillis()));
    }
    Leadership leadership = cluster.replica().leadership();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("clusterId", state.clusterId());
    view.put("leader", leadership.leaderId().orElse(""));
    view.put("term", leadership.currentTerm());
    view.put("members", judged.members());
    view.put("removed", removed);
    view.put("changes", changes);
    return view;
  }
}
