package io.cairn.coordinator.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.replication.GroupChangeException.Reason;
import io.cairn.coordinator.replication.MembershipChanges.Order;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real replicas that come, go and take over. */
class ReplicaGroupTest {
  @TempDir Path root;
  private TestCluster cluster;
  private ClusterMember fourth;
  private JraftReplicatedState added;

  @BeforeEach
  void start() throws Exception {
    cluster = new TestCluster(root, 3);
    cluster.startAll();
    fourth =
        new ClusterMember(
            "c4",
            TestCluster.loopback(TestCluster.freePort()),
            TestCluster.loopback(TestCluster.freePort()),
            TestCluster.loopback(TestCluster.freePort()));
  }

  @AfterEach
  void stop() {
    if (added != null) {
      added.close();
    }
    cluster.close();
    assertEquals(List.of(), cluster.faults);
  }

  private void startFourth() throws Exception {
    List<ClusterMember> all = new ArrayList<>(cluster.membership("c1").members());
    all.add(fourth);
    added =
        TestCluster.started(
            () ->
                new JraftReplicatedState(
                    new ReplicationSettings(
                        new Membership("c4", all),
                        root.resolve("c4"),
                        false,
                        Duration.ofMillis(300),
                        Duration.ofMillis(100),
                        Duration.ZERO),
                    (what, cause) -> cluster.faults.add("c4: " + what)));
  }

  private JraftReplicatedState leader() {
    return cluster.replica(cluster.awaitLeader());
  }

  private static MembershipChanges changes(JraftReplicatedState leader) {
    return new MembershipChanges(leader, leader.group(), leader.members());
  }

  private static Term term(JraftReplicatedState leader) {
    return leader.leadership().readyTerm().orElseThrow();
  }

  private static Order order(JraftReplicatedState leader) {
    return new Order(term(leader), "ada");
  }

  private static void done(CompletableFuture<Void> change) throws Exception {
    change.get(60, TimeUnit.SECONDS);
  }

  /** Of whoever leads, and again of the next when that has changed; the one that did it. */
  private JraftReplicatedState asked(Function<JraftReplicatedState, CompletableFuture<Void>> change)
      throws Exception {
    while (true) {
      JraftReplicatedState leader = leader();
      try {
        done(change.apply(leader));
        return leader;
      } catch (NoSuchElementException leadsNoMore) {
        // The next one is asked.
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof NotLeaderException)) {
          throw e;
        }
      }
    }
  }

  /** A handover that takes longer than an election timeout is given up by whoever leads. */
  private boolean fourthLeadsOrIsAsked() {
    for (String id : cluster.ids()) {
      JraftReplicatedState replica = cluster.replica(id);
      if (replica.leadership().isReady()) {
        // Refused while one is under way, and by one that leads no more.
        CompletableFuture<Void> unused =
            replica.group().transferLeadership(Optional.of(fourth.raft()));
      }
    }
    return added.leadership().isReady();
  }

  private static void refused(Reason reason, CompletableFuture<Void> change) {
    Throwable cause = assertThrows(ExecutionException.class, () -> done(change)).getCause();
    GroupChangeException refused = assertInstanceOf(GroupChangeException.class, cause);
    assertEquals(reason, refused.reason(), refused.getMessage());
  }

  private static void write(JraftReplicatedState leader, String agent) throws Exception {
    leader
        .propose(
            term(leader),
            List.of(new Event.RegisterAgent(new AgentId(agent), "n", "127.0.0.1", 9, 4, 0)))
        .get(30, TimeUnit.SECONDS);
  }

  private String follower(String leader) {
    return cluster.ids().stream().filter(id -> !id.equals(leader)).findFirst().orElseThrow();
  }

  @Test
  void a_new_replica_gets_the_log_votes_and_has_the_same_hash_at_the_same_index() throws Exception {
    write(leader(), "a1");
    startFourth();
    JraftReplicatedState leader = asked(l -> changes(l).add(order(l), fourth));
    write(leader, "a2");
    long index = leader.group().status().appliedIndex();
    OptionalLong here = leader.group().stateHashAt(index);
    assertTrue(here.isPresent());
    Await.until("c4 has applied the index", () -> added.group().stateHashAt(index).isPresent());
    assertEquals(here, added.group().stateHashAt(index));
    assertEquals(4, added.group().status().voters().size());
    assertEquals(leader.members().members(), added.members().members());
    Await.until("c4 names the leader", () -> added.leadership().leaderId().isPresent());

    Await.until("c4 may vote", () -> !Files.exists(root.resolve("c4").resolve("rebuilding")));

    // It can lead, and those whose configuration does not know it name it.
    Await.until("c4 leads", this::fourthLeadsOrIsAsked);
    for (String id : cluster.ids()) {
      Await.until(
          id + " names c4",
          () -> cluster.replica(id).leadership().leaderId().equals(Optional.of("c4")));
    }
    write(added, "a3");
  }

  @Test
  void a_dead_replica_is_replaced_in_one_step() throws Exception {
    String leading = cluster.awaitLeader();
    String dead = follower(leading);
    cluster.stop(dead);
    startFourth();
    JraftReplicatedState leader = asked(l -> changes(l).replace(order(l), dead, fourth));
    assertEquals(3, leader.group().status().voters().size());
    assertTrue(leader.members().member(dead).isEmpty());
    write(leader, "a1");
    Await.until("c4 follows", () -> added.state().agents().size() == 1);
  }

  /** Until an election timeout has passed it seems to live. */
  @Test
  void a_removal_that_would_leave_one_who_has_just_died_is_refused() throws Exception {
    JraftReplicatedState leader = leader();
    String self = leader.members().selfId();
    List<String> others = cluster.ids().stream().filter(id -> !id.equals(self)).toList();
    cluster.stop(others.get(0));
    refused(Reason.QUORUM, changes(leader).remove(order(leader), others.get(1)));
    assertEquals(3, leader.group().status().voters().size());
    write(leader, "a1");
  }

  @Test
  void nobody_at_the_address_is_a_clear_refusal_and_changes_nothing() throws Exception {
    JraftReplicatedState leader = leader();
    refused(Reason.UNREACHABLE, changes(leader).add(order(leader), fourth));
    assertEquals(3, leader.group().status().voters().size());
    assertEquals(List.of("c1", "c2", "c3"), ids(leader));
    startFourth();
    assertEquals(
        List.of("c1", "c2", "c3", "c4"), ids(asked(l -> changes(l).add(order(l), fourth))));
  }

  @Test
  void a_leader_that_is_removed_hands_over_and_disturbs_nobody() throws Exception {
    String first = cluster.awaitLeader();
    JraftReplicatedState old = cluster.replica(first);
    Throwable asked =
        assertThrows(ExecutionException.class, () -> done(changes(old).remove(order(old), first)))
            .getCause();
    assertInstanceOf(NotLeaderException.class, asked);
    Await.until("another leads", () -> !old.leadership().isReady());
    Await.until(
        "another is ready",
        () ->
            cluster.ids().stream()
                .filter(id -> !id.equals(first))
                .anyMatch(id -> cluster.replica(id).leadership().isReady()));
    JraftReplicatedState leader = asked(l -> changes(l).remove(order(l), first));
    Term term = term(leader);
    assertEquals(2, leader.group().status().voters().size());
    // It comes back with its log, and the others neither vote for it nor change their term.
    cluster.stop(first);
    JraftReplicatedState back = cluster.start(first);
    write(leader, "a1");
    assertTrue(back.leadership().readyTerm().isEmpty());
    assertEquals(term, term(leader));
  }

  private static List<String> ids(JraftReplicatedState replica) {
    return replica.members().members().stream().map(ClusterMember::id).toList();
  }
}
