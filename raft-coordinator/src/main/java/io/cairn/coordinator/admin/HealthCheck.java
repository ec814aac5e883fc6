package io.cairn.coordinator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.MemberChange;
import io.cairn.coordinator.checkpoint.RemovedMember;
import io.cairn.coordinator.replication.ClusterMember;
import io.cairn.coordinator.replication.Leadership;
import io.cairn.coordinator.replication.ReplicaStatus;
import io.cairn.coordinator.replication.SharedRounds;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A round of consensus, then every replica is asked for the state's hash at the index that it led
 * to. Ends within {@link Limits#CONSENSUS}, whoever hangs. Those who ask before it begins share it.
 */
final class HealthCheck {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** For a replica that is well: it applies within milliseconds. */
  private static final Duration ANSWER = Duration.ofMillis(1_300);

  private static final Duration SHORTEST = Duration.ofMillis(150);

  /** It costs all members, and many may look at once. */
  private static final SharedRounds.Pace PACE = new SharedRounds.Pace(Duration.ofMillis(250), 4);

  private final Cluster cluster;
  private final ReplicaRoute self;
  private final PeerClient peers;
  private final Executor readers;
  private final SharedRounds<Judged> linearizable;
  private final SharedRounds<Judged> stale;

  HealthCheck(Cluster cluster, ReplicaRoute self, PeerClient peers, Executor readers) {
    this.cluster = cluster;
    this.self = self;
    this.peers = peers;
    this.readers = readers;
    this.linearizable = rounds(() -> cluster.replica().readLinearizable());
    this.stale = rounds(() -> CompletableFuture.completedFuture(cluster.replica().state()));
  }

  /** Begins them on the clock's thread, which that does not keep from its work. */
  private SharedRounds<Judged> rounds(Supplier<CompletableFuture<ClusterState>> read) {
    return new SharedRounds<>(
        PACE,
        deadline -> judge(read.get(), deadline),
        millis -> CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, Runnable::run),
        System::nanoTime);
  }

  /** 200 when a quorum decides; {@code status} says whether all is well. */
  CompletableFuture<Reply> health(Call call) {
    return judged(call).thenApplyAsync(Judged::health, readers);
  }

  /** Every member with what is known of it. */
  CompletableFuture<Reply> members(Call call) {
    return judged(call).thenApplyAsync(Judged::members, readers);
  }

  /** What a round found out, and the answers that say so, made once. */
  private final class Judged {
    private final ReplicaStatus self;
    private final List<Comparison.MemberHealth> members;
    private @Nullable Reply healthReply;
    private @Nullable Reply membersReply;

    private Judged(ReplicaStatus self, List<Comparison.MemberHealth> members) {
      this.self = self;
      this.members = members;
    }

    private synchronized Reply health() {
      Reply made = healthReply;
      if (made == null) {
        made = Reply.ok(healthView(self, members));
        healthReply = made;
      }
      return made;
    }

    private synchronized Reply members() {
      Reply made = membersReply;
      if (made == null) {
        made = Reply.ok(membersView(members));
        membersReply = made;
      }
      return made;
    }
  }

  private CompletableFuture<Judged> judged(Call call) {
    SharedRounds<Judged> rounds = call.wantsStale() ? stale : linearizable;
    return rounds.join(System.nanoTime() + Limits.CONSENSUS.toNanos());
  }

  private CompletableFuture<Judged> judge(CompletableFuture<ClusterState> read, long deadline) {
    long left = deadline - System.nanoTime();
    return read.orTimeout(left, TimeUnit.NANOSECONDS)
        .thenComposeAsync(
            state -> {
              ReplicaStatus here = cluster.group().status();
              return askAll(here, bounded(Duration.ofNanos(deadline - System.nanoTime())))
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

  private Map<String, Object> healthView(
      ReplicaStatus self, List<Comparison.MemberHealth> members) {
    Leadership leadership = cluster.replica().leadership();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("status", statusOf(members));
    view.put("id", cluster.members().selfId());
    view.put("leader", leadership.leaderId().orElse(""));
    view.put("term", leadership.currentTerm());
    view.put("index", self.appliedIndex());
    view.put("stateHash", ReplicaRoute.hex(self.stateHash()));
    view.put("members", members);
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

  private Map<String, Object> membersView(List<Comparison.MemberHealth> members) {
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
    view.put("members", members);
    view.put("removed", removed);
    view.put("changes", changes);
    return view;
  }
}
