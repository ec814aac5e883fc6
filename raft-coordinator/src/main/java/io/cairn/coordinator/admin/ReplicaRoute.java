package io.cairn.coordinator.admin;

import io.cairn.coordinator.replication.ClusterMember;
import io.cairn.coordinator.replication.ReplicaStatus;
import io.cairn.process.HostPort;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * What this replica knows of itself, without asking any other: for the others, who compare. It may
 * be asked for the state's hash at an index, and then waits a while until it has come so far.
 */
final class ReplicaRoute {
  /** A replica that is alive applies what is committed within milliseconds. */
  static final long MAX_WAIT_MILLIS = 1_000;

  private static final long PAUSE_MILLIS = 10;

  private final Cluster cluster;
  private final Executor executor;

  ReplicaRoute(Cluster cluster, Executor executor) {
    this.cluster = cluster;
    this.executor = executor;
  }

  CompletableFuture<Reply> replica(Call call) {
    long index = number(call, "index", 0);
    long wait = Math.min(MAX_WAIT_MILLIS, number(call, "waitMillis", 0));
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    attempt(index, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wait), answer);
    return answer;
  }

  private static long number(Call call, String name, long otherwise) {
    String text = call.query().get(name);
    return text == null ? otherwise : JobLookup.positive(name, text);
  }

  private void attempt(long index, long deadline, CompletableFuture<Reply> answer) {
    ReplicaStatus status = cluster.group().status();
    if (status.appliedIndex() >= index || System.nanoTime() >= deadline) {
      answer.complete(Reply.ok(view(status, index)));
    } else {
      CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS, executor)
          .execute(() -> attempt(index, deadline, answer));
    }
  }

  /** Without waiting, for this coordinator's own use. */
  Map<String, Object> view(ReplicaStatus status, long index) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", cluster.members().selfId());
    view.put("raft", cluster.members().self().raft().toString());
    view.put("clusterId", cluster.replica().state().clusterId());
    view.put("empty", status.isEmpty());
    view.put("leader", cluster.replica().leadership().leaderId().orElse(""));
    view.put("term", status.term());
    view.put("appliedIndex", status.appliedIndex());
    view.put("lastLogIndex", status.lastLogIndex());
    view.put("stateHash", hex(status.stateHash()));
    view.put("voters", texts(status.voters()));
    view.put("members", texts(raftAddresses()));
    if (index > 0) {
      OptionalLong hash = cluster.group().stateHashAt(index);
      view.put("askedIndex", index);
      view.put("askedHash", hash.isPresent() ? hex(hash.getAsLong()) : null);
    }
    return view;
  }

  private List<HostPort> raftAddresses() {
    return cluster.members().members().stream().map(ClusterMember::raft).toList();
  }

  static String hex(long hash) {
    return "%016x".formatted(hash);
  }

  private static List<String> texts(List<HostPort> addresses) {
    return addresses.stream().map(HostPort::toString).toList();
  }
}
