package io.cairn.coordinator.admin;

import io.cairn.coordinator.replication.ClusterMember;
import io.cairn.coordinator.replication.MembershipChanges;
import io.cairn.coordinator.replication.MembershipChanges.Order;
import io.cairn.coordinator.replication.Term;
import io.cairn.process.HostPort;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Commands about coordinators and their leader. Executed on the leader; each does nothing when it
 * was done before, so a {@code requestId} is taken, but not needed.
 */
final class MemberCommands {
  /** What takes longer goes on; the caller asks again. */
  private static final long WAIT_MILLIS = 2_000;

  /** Of who does not say who it is. */
  private static final String UNKNOWN = "unknown";

  private static final long PAUSE_MILLIS = 20;
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final Set<String> ANYWHERE = Set.of("0.0.0.0", "::");
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  private final Cluster cluster;
  private final LeaderRoute route;
  private final MembershipChanges changes;
  private final PeerClient peers;
  private final Executor executor;

  MemberCommands(Cluster cluster, LeaderRoute route, PeerClient peers, Executor executor) {
    this.peers = peers;
    this.cluster = cluster;
    this.route = route;
    this.executor = executor;
    this.changes = new MembershipChanges(cluster.replica(), cluster.group(), cluster.members());
  }

  CompletableFuture<Reply> add(Call call) {
    JsonFields body = JsonFields.parse(call.body());
    ClusterMember member = member(body);
    String who = end(call, body);
    return changed(
        call,
        term -> mayJoin(member).thenCompose(may -> changes.add(new Order(term, who), member)));
  }

  CompletableFuture<Reply> remove(Call call) {
    JsonFields body = JsonFields.parse(call.body());
    String who = end(call, body);
    String id = call.segment(1);
    return changed(call, term -> changes.remove(new Order(term, who), id));
  }

  CompletableFuture<Reply> replace(Call call) {
    JsonFields body = JsonFields.parse(call.body());
    ClusterMember by = member(body);
    String who = end(call, body);
    String id = call.segment(1);
    return changed(
        call,
        term -> mayJoin(by).thenCompose(may -> changes.replace(new Order(term, who), id, by)));
  }

  /** One that votes has joined already; only its addresses are corrected. */
  private CompletableFuture<Void> mayJoin(ClusterMember member) {
    if (cluster.group().status().voters().contains(member.raft())) {
      return CompletableFuture.completedFuture(null);
    }
    String ours = cluster.replica().state().clusterId();
    return peers
        .get(member.admin(), "replica", ANSWER)
        .orTimeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(silent -> null)
        .thenCompose(
            view ->
                Candidate.refusal(member, ours, view)
                    .map(refusal -> CompletableFuture.<Void>failedFuture(refusal))
                    .orElseGet(() -> CompletableFuture.completedFuture(null)));
  }

  CompletableFuture<Reply> transfer(Call call) {
    JsonFields body = JsonFields.parse(call.body());
    Optional<String> from = body.has("from") ? Optional.of(body.text("from")) : Optional.empty();
    Optional<String> to = body.has("to") ? Optional.of(body.text("to")) : Optional.empty();
    var unused = end(call, body);
    return route.onLeader(call, term -> transfer(from, to));
  }

  private CompletableFuture<Reply> transfer(Optional<String> from, Optional<String> to) {
    String self = cluster.members().selfId();
    if (to.equals(Optional.of(self)) || from.filter(id -> !id.equals(self)).isPresent()) {
      return CompletableFuture.completedFuture(Reply.ok(Map.of("leader", self)));
    }
    Optional<HostPort> raft =
        to.map(
            id ->
                cluster
                    .members()
                    .member(id)
                    .orElseThrow(
                        () ->
                            ProblemException.of(404, "no-such-member", "there is no member " + id))
                    .raft());
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS);
    return cluster
        .group()
        .transferLeadership(raft)
        .thenCompose(
            asked -> {
              awaitOther(answer, deadline);
              return answer;
            });
  }

  private void awaitOther(CompletableFuture<Reply> answer, long deadline) {
    String self = cluster.members().selfId();
    Optional<String> leader = cluster.replica().leadership().leaderId();
    if (leader.isPresent() && !leader.get().equals(self)) {
      answer.complete(Reply.ok(Map.of("leader", leader.get())));
    } else if (System.nanoTime() < deadline) {
      CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS, executor)
          .execute(() -> awaitOther(answer, deadline));
    } else {
      answer.complete(
          Reply.of(
              Problem.of(
                  409, "transfer-failed", "the other replica did not take over from " + self)));
    }
  }

  private CompletableFuture<Reply> changed(
      Call call, Function<Term, CompletableFuture<Void>> change) {
    return route.onLeader(
        call,
        term ->
            change
                .apply(term)
                .thenApply(done -> Reply.ok(Map.of("state", "DONE")))
                .completeOnTimeout(
                    Reply.accepted(Map.of("state", "IN_PROGRESS")),
                    WAIT_MILLIS,
                    TimeUnit.MILLISECONDS));
  }

  private static ClusterMember member(JsonFields body) {
    String id = body.text("id");
    if (!ID.matcher(id).matches()) {
      throw body.wrong("id", "should be 1 to 32 of a-z 0-9 -, not beginning with -");
    }
    return new ClusterMember(
        id, address(body, "raft"), address(body, "session"), address(body, "admin"));
  }

  private static HostPort address(JsonFields body, String field) {
    try {
      HostPort address = HostPort.parse(body.text(field));
      if (address.port() > 0 && !ANYWHERE.contains(address.host())) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      throw body.wrong(field, String.valueOf(e.getMessage()));
    }
    throw body.wrong(field, "should be host:port as the others reach it");
  }

  /** Reads what every command may have; who gives it. */
  private static String end(Call call, JsonFields body) {
    boolean said = body.has("who") || call.caller().principal().isKnown();
    String who = said ? Commands.who(call, body) : UNKNOWN;
    if (body.has("requestId")) {
      var unused = Commands.requestId(body);
    }
    body.end();
    return who.isEmpty() ? UNKNOWN : who;
  }
}
