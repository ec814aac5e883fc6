package io.cairn.coordinator.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.coordinator.admin.AdminAccess;
import io.cairn.coordinator.admin.Cluster;
import io.cairn.coordinator.admin.PeerClient;
import io.cairn.coordinator.admin.PeerHttp;
import io.cairn.coordinator.replication.ClusterMember;
import io.cairn.coordinator.replication.Membership;
import io.cairn.process.tls.Tls;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a replica does that hears of no leader: with an empty log it founds the cluster, if it may
 * and all its members are as empty; with a log it asks whether it was removed.
 *
 * <p>One thread of its own, which waits for the others' answers.
 */
final class MembershipWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MembershipWatch.class);

  private static final long PERIOD_MILLIS = 100;

  /** Longer than an election that goes wrong once. */
  private static final Duration SILENCE = Duration.ofSeconds(2);

  private static final Duration ANSWER = Duration.ofSeconds(1);

  /** A linearizable answer takes up to 2.9 s. */
  private static final Duration SURE_ANSWER = Duration.ofMillis(3_200);

  /** A line that says the same is not said again before. */
  private static final Duration REPEAT = Duration.ofSeconds(30);

  private final Cluster cluster;
  private final Membership configured;
  private final Consumer<String> removed;
  private final ScheduledExecutorService thread;
  private final ExecutorService answers;
  private final PeerClient peers;
  private final boolean mayFound;
  private boolean founded;
  private long silentSince = System.nanoTime();
  private String said = "";
  private long saidAt;

  /**
   * Makes a watch that is not started.
   *
   * @param tls for calls to the others, if given
   * @param access how this coordinator says to them who it is
   * @param mayFound whether this replica may take part in the founding of a cluster
   * @param removed told, with a line for a person, when this replica is no member any more
   */
  MembershipWatch(
      Cluster cluster,
      Membership configured,
      Optional<Tls> tls,
      AdminAccess access,
      boolean mayFound,
      Consumer<String> removed) {
    this.cluster = cluster;
    this.configured = configured;
    this.mayFound = mayFound;
    this.removed = removed;
    String name = configured.selfId() + "-membership";
    this.thread = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, name));
    this.answers = Executors.newSingleThreadExecutor(task -> daemon(task, name + "-answers"));
    this.peers = new PeerClient(new PeerHttp(answers, tls, access));
  }

  void start() {
    var unused = thread.scheduleWithFixedDelay(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
    answers.shutdownNow();
  }

  private void look() {
    try {
      if (cluster.replica().leadership().leaderId().isPresent()) {
        silentSince = System.nanoTime();
      } else if (cluster.group().status().isEmpty()) {
        waitOrFound();
      } else if (System.nanoTime() - silentSince > SILENCE.toNanos()) {
        askWhetherRemoved();
        silentSince = System.nanoTime();
      }
    } catch (RuntimeException unexpected) { // the schedule would end without a word
      LOG.error("the membership cannot be watched now", unexpected);
    }
  }

  private void waitOrFound() {
    if (founded) {
      return; // an election is under way
    }
    if (!mayFound) {
      say("it holds no log: it waits until a cluster adds it, or sends it the log it has lost");
      return;
    }
    Set<String> members = new TreeSet<>();
    configured.members().forEach(member -> members.add(member.raft().toString()));
    Optional<String> obstacle = Founding.obstacle(members, ask("replica", ANSWER, false));
    if (obstacle.isPresent()) {
      say(obstacle.get());
    } else if (cluster
        .group()
        .found(configured.members().stream().map(ClusterMember::raft).toList())) {
      founded = true;
      LOG.info(
          "founds the cluster with {}",
          configured.members().stream().map(ClusterMember::id).toList());
    }
  }

  private void askWhetherRemoved() {
    ClusterMember self = configured.self();
    String known = cluster.replica().state().clusterId();
    for (Optional<JsonNode> answer : ask("members", SURE_ANSWER, true).values()) {
      String ours = answer.map(node -> node.path("clusterId").asText()).orElse("");
      // After a restart nothing is applied, nor the cluster's id known, before a leader is heard.
      if (answer.isEmpty() || !(known.isEmpty() || known.equals(ours))) {
        continue;
      }
      String address = self.raft().toString();
      if (names(answer.get().path("members"), self.id(), address)) {
        return;
      }
      if (names(answer.get().path("removed"), self.id(), address)) {
        removed.accept(
            self.id()
                + " was removed from the cluster "
                + ours
                + ": it takes no part any more. To add it again, move its data directory away"
                + " first");
        return;
      }
      say("it is no member of the cluster " + ours + "; add it with 'cairn member add'");
    }
  }

  private static boolean names(JsonNode members, String id, String raft) {
    for (JsonNode member : members) {
      if (member.path("id").asText().equals(id) && member.path("raft").asText().equals(raft)) {
        return true;
      }
    }
    return false;
  }

  /** All at once; without an answer of that kind: empty. */
  private Map<String, Optional<JsonNode>> ask(String path, Duration bound, boolean current) {
    Map<String, CompletableFuture<JsonNode>> asked = new LinkedHashMap<>();
    for (ClusterMember member : configured.members()) {
      asked.put(member.id(), peers.get(member.admin(), path, bound));
    }
    if (current) { // as the log says, which may know others
      for (ClusterMember member : cluster.members().members()) {
        asked.put(member.id(), peers.get(member.admin(), path, bound));
      }
    }
    asked.remove(configured.selfId());
    Map<String, Optional<JsonNode>> answers = new LinkedHashMap<>();
    asked.forEach((id, answer) -> answers.put(id, await(answer, bound)));
    return answers;
  }

  private static Optional<JsonNode> await(CompletableFuture<JsonNode> answer, Duration bound) {
    try {
      return Optional.of(answer.orTimeout(bound.toMillis(), TimeUnit.MILLISECONDS).join());
    } catch (CompletionException none) {
      return Optional.empty();
    }
  }

  private void say(String what) {
    long now = System.nanoTime();
    if (!what.equals(said) || now - saidAt > REPEAT.toNanos()) {
      said = what;
      saidAt = now;
      LOG.warn("{}: {}", configured.selfId(), what);
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
