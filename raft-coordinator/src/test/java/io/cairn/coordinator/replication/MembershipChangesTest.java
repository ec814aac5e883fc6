package io.cairn.coordinator.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.MemberChange;
import io.cairn.coordinator.replication.GroupChangeException.Reason;
import io.cairn.coordinator.replication.MembershipChanges.Order;
import io.cairn.process.HostPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order of the steps, and what becomes of interrupted ones; Raft is played by the test. */
class MembershipChangesTest {
  private final InMemoryReplicatedState replica = new InMemoryReplicatedState();
  private final PlayedGroup group = new PlayedGroup();
  private final CurrentMembership members =
      new CurrentMembership(
          new Membership("c1", List.of(member("c1"), member("c2"), member("c3"))), replica::state);
  private final MembershipChanges changes = new MembershipChanges(replica, group, members);
  private Order order;

  private static ClusterMember member(String id) {
    int port = 100 * (id.charAt(1) - '0');
    return new ClusterMember(
        id, new HostPort("h", port), new HostPort("h", port + 1), new HostPort("h", port + 2));
  }

  private final class PlayedGroup implements ReplicaGroup {
    private final List<HostPort> voters =
        new ArrayList<>(List.of(member("c1").raft(), member("c2").raft(), member("c3").raft()));
    private final List<String> asked = new ArrayList<>();
    private CompletableFuture<Void> next = CompletableFuture.completedFuture(null);

    @Override
    public ReplicaStatus status() {
      return new ReplicaStatus(1, 1, 1, 1, voters);
    }

    @Override
    public OptionalLong stateHashAt(long index) {
      return OptionalLong.empty();
    }

    @Override
    public CompletableFuture<Void> change(Optional<HostPort> removing, Optional<HostPort> adding) {
      asked.add(
          "-"
              + removing.map(HostPort::toString).orElse("")
              + " +"
              + adding.map(HostPort::toString).orElse("")
              + " described "
              + replica.state().members().present().entries().keySet());
      return next.thenRun(
          () -> {
            removing.ifPresent(voters::remove);
            adding.ifPresent(voters::add);
          });
    }

    @Override
    public CompletableFuture<Void> transferLeadership(Optional<HostPort> raft) {
      asked.add("transfer");
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public boolean found(List<HostPort> first) {
      return false;
    }
  }

  @BeforeEach
  void lead() {
    replica.applyAsOther(List.of(new Event.Bootstrap("cluster-1")));
    order = new Order(replica.takeLeadership(), "ada");
  }

  private static void done(CompletableFuture<Void> change) throws Exception {
    change.get(10, TimeUnit.SECONDS);
  }

  private static Throwable failure(CompletableFuture<Void> change) {
    return assertThrows(ExecutionException.class, () -> done(change)).getCause();
  }

  private static void refused(Reason reason, CompletableFuture<Void> change) {
    GroupChangeException refused = assertInstanceOf(GroupChangeException.class, failure(change));
    assertEquals(reason, refused.reason(), refused.getMessage());
  }

  private List<String> ids() {
    return members.members().stream().map(ClusterMember::id).toList();
  }

  private List<String> history() {
    List<String> lines = new ArrayList<>();
    for (MemberChange change : replica.state().members().changes().values()) {
      lines.add(change.what() + " " + change.id() + " by " + change.who());
    }
    return lines;
  }

  @Test
  void everyone_is_described_before_the_new_one_votes() throws Exception {
    done(changes.add(order, member("c4")));
    assertEquals(List.of("- +h:400 described [c1, c2, c3, c4]"), group.asked);
    assertEquals(List.of("c1", "c2", "c3", "c4"), ids());
  }

  @Test
  void the_old_one_is_named_until_it_votes_no_more() throws Exception {
    done(changes.replace(order, "c2", member("c4")));
    assertEquals(List.of("-h:200 +h:400 described [c1, c2, c3, c4]"), group.asked);
    assertEquals(List.of("c1", "c3", "c4"), ids());
    assertTrue(replica.state().members().wasRemoved("c2", "h:200"));
    assertEquals(List.of("ADDED c4 by ada", "REMOVED c2 by ada"), history());
  }

  @Test
  void what_was_interrupted_after_any_step_is_done_by_asking_again() throws Exception {
    ClusterMember c4 = member("c4");
    group.next = CompletableFuture.failedFuture(new NotLeaderException("lost", Optional.empty()));
    assertInstanceOf(NotLeaderException.class, failure(changes.add(order, c4)));
    assertEquals(List.of("c1", "c2", "c3", "c4"), ids());
    group.next = CompletableFuture.completedFuture(null);
    group.asked.clear();
    done(changes.add(order, c4));
    assertTrue(group.voters.contains(c4.raft()), "described, not added");
    done(changes.add(order, c4));
    assertEquals(1, group.asked.size(), "added already");

    group.voters.remove(member("c2").raft());
    done(changes.remove(order, "c2"));
    assertEquals(1, group.asked.size(), "voted no more already");
    assertEquals(List.of("c1", "c3", "c4"), ids());
    done(changes.remove(order, "c2"));
    done(changes.replace(order, "c2", c4));
    assertEquals(1, group.asked.size(), "removed and replaced already");
  }

  @Test
  void one_at_a_time_and_whoever_asks_for_the_same_waits_for_it() throws Exception {
    group.next = new CompletableFuture<>();
    CompletableFuture<Void> first = changes.add(order, member("c4"));
    CompletableFuture<Void> same = changes.add(order, member("c4"));
    refused(Reason.BUSY, changes.remove(order, "c2"));
    assertFalse(first.isDone());
    group.next.complete(null);
    done(first);
    done(same);
    assertEquals(1, group.asked.size());
    done(changes.remove(order, "c2"));
  }

  @Test
  void a_new_one_that_does_not_answer_leaves_no_trace() {
    group.next =
        CompletableFuture.failedFuture(new GroupChangeException(Reason.UNREACHABLE, "silent"));
    refused(Reason.UNREACHABLE, changes.add(order, member("c4")));
    assertEquals(List.of("c1", "c2", "c3"), ids());
    assertFalse(replica.state().members().wasRemoved("c4", "h:400"));
    refused(Reason.UNREACHABLE, changes.replace(order, "c3", member("c5")));
    assertEquals(List.of("c1", "c2", "c3"), ids());
  }

  @Test
  void a_leader_hands_over_before_it_is_removed() {
    assertInstanceOf(NotLeaderException.class, failure(changes.remove(order, "c1")));
    assertEquals(List.of("transfer"), group.asked);
    group.voters.removeIf(voter -> !voter.equals(member("c1").raft()));
    refused(Reason.QUORUM, changes.remove(order, "c1"));
  }

  @Test
  void what_makes_no_sense_is_refused() {
    refused(Reason.NO_SUCH_MEMBER, changes.remove(order, "c9"));
    refused(Reason.INVALID, changes.replace(order, "c2", member("c2")));
    ClusterMember moved =
        new ClusterMember("c2", new HostPort("h", 9), new HostPort("h", 8), new HostPort("h", 7));
    refused(Reason.CONFLICT, changes.add(order, moved));
    assertTrue(group.asked.isEmpty());
  }

  @Test
  void a_majority_of_those_that_remain_must_answer() {
    List<HostPort> three = List.copyOf(group.voters);
    List<HostPort> two = three.subList(0, 2);
    Optional<HostPort> none = Optional.empty();
    Optional<HostPort> dead = Optional.of(three.get(2));
    Optional<HostPort> alive = Optional.of(three.get(1));
    Optional<HostPort> fresh = Optional.of(new HostPort("h", 400));
    assertTrue(QuorumRule.refusal(three, two, dead, none).isEmpty());
    assertTrue(QuorumRule.refusal(three, two, alive, none).isPresent(), "one of two would answer");
    assertTrue(QuorumRule.refusal(three, two, dead, fresh).isEmpty());
    assertTrue(QuorumRule.refusal(three, two, none, fresh).isEmpty(), "three of four");
    assertTrue(
        QuorumRule.refusal(three.subList(0, 1), two, Optional.of(three.get(0)), none).isPresent());
  }
}
