package io.cairn.coordinator.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.coordinator.codec.SnapshotCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemberRulesTest {
  private ClusterState state =
      StateMachine.apply(
              ClusterState.empty(), new Batch(0, 0, List.of(new Event.Bootstrap("cluster-1"))))
          .next();

  private Outcome apply(Event event) {
    Step step = StateMachine.apply(state, new Batch(0, 0, List.of(event)));
    state = step.next();
    return step.outcomes().get(0);
  }

  private static Event described(String id, int port) {
    return new Event.MemberDescribed(
        new MemberState(id, "h:" + port, "h:" + (port + 1), "h:" + (port + 2)));
  }

  private void rejects(Event event, Outcome.Code code) {
    ClusterState before = state;
    Outcome.Rejected rejected = assertInstanceOf(Outcome.Rejected.class, apply(event));
    assertEquals(code, rejected.code(), rejected.reason());
    assertEquals(before, state);
  }

  @Test
  void the_hash_is_the_old_one_while_nobody_was_described_and_another_afterwards() {
    long before = state.stateHash();
    assertTrue(apply(described("c1", 10)).isAccepted());
    long with = state.stateHash();
    assertNotEquals(before, with);
    assertTrue(apply(described("c1", 10)).isAccepted(), "said again, it changes nothing");
    assertEquals(with, state.stateHash());
    assertTrue(apply(new Event.MemberRemoved("c1", "h:10", true)).isAccepted());
    assertEquals(before, state.stateHash(), "what never voted leaves no trace");
  }

  @Test
  void a_removed_one_is_remembered_until_its_address_is_described_again() {
    apply(described("c1", 10));
    assertTrue(apply(new Event.MemberRemoved("c1", "h:10", false)).isAccepted());
    assertNull(state.members().present().get("c1"));
    assertTrue(state.members().wasRemoved("c1", "h:10"));
    assertFalse(state.members().wasRemoved("c1", "h:99"));
    apply(described("c1", 10));
    assertFalse(state.members().wasRemoved("c1", "h:10"));
  }

  @Test
  void session_and_admin_addresses_may_change_but_not_the_one_that_raft_knows() {
    apply(described("c1", 10));
    assertTrue(
        apply(new Event.MemberDescribed(new MemberState("c1", "h:10", "x:1", "x:2"))).isAccepted());
    MemberState now = state.members().present().get("c1");
    assertEquals(new MemberState("c1", "h:10", "x:1", "x:2"), now);
    rejects(described("c1", 20), Outcome.Code.CONFLICT);
    rejects(described("c2", 10), Outcome.Code.CONFLICT);
    rejects(
        new Event.MemberDescribed(new MemberState("c2", "h:30", "", "h:32")), Outcome.Code.INVALID);
  }

  @Test
  void removing_what_is_not_there_or_another_of_that_id_changes_nothing() {
    apply(described("c1", 10));
    ClusterState before = state;
    assertInstanceOf(Outcome.Ignored.class, apply(new Event.MemberRemoved("c1", "h:99", false)));
    assertInstanceOf(Outcome.Ignored.class, apply(new Event.MemberRemoved("c9", "h:10", false)));
    assertEquals(before, state);
  }

  @Test
  void both_lists_are_bounded() {
    for (int i = 0; i < MemberDirectory.MAX_MEMBERS; i++) {
      assertTrue(apply(described("c" + i, 10 * i)).isAccepted());
    }
    rejects(described("one-more", 5), Outcome.Code.LIMIT);
    for (int i = 0; i <= MemberDirectory.MAX_REMOVED; i++) {
      String raft = "h:" + (1_000 + 10 * i);
      apply(new Event.MemberRemoved("c0", "h:0", false));
      apply(new Event.MemberRemoved("r" + (i - 1), "h:" + (1_000 + 10 * (i - 1)), false));
      assertTrue(apply(described("r" + i, 1_000 + 10 * i)).isAccepted(), raft);
    }
    apply(new Event.MemberRemoved("r64", "h:1640", false));
    assertEquals(MemberDirectory.MAX_REMOVED, state.members().removed().size());
    assertFalse(state.members().wasRemoved("c0", "h:0"), "the oldest is forgotten");
    assertTrue(state.members().wasRemoved("r64", "h:1640"));
  }

  @Test
  void who_led_is_remembered_once_per_term_and_bounded() throws IOException {
    long before = state.stateHash();
    assertTrue(apply(new LeaderStarted(4, "c1")).isAccepted());
    assertNotEquals(before, state.stateHash());
    ClusterState told = state;
    assertInstanceOf(Outcome.Ignored.class, apply(new LeaderStarted(4, "c2")));
    assertInstanceOf(Outcome.Ignored.class, apply(new LeaderStarted(3, "c2")));
    assertEquals(told.members(), state.members());
    for (int i = 1; i <= MemberDirectory.MAX_LEADERS; i++) {
      assertTrue(apply(new LeaderStarted(4 + 2 * i, "c" + i % 3)).isAccepted());
    }
    assertEquals(MemberDirectory.MAX_LEADERS, state.members().leaders().size());
    LeaderTerm last = state.members().lastLeader();
    assertEquals(MemberDirectory.MAX_LEADERS + 1, last.number());
    assertEquals(4 + 2 * MemberDirectory.MAX_LEADERS, last.term());
    ByteArrayOutputStream snapshot = new ByteArrayOutputStream();
    SnapshotCodec.write(state, snapshot);
    assertEquals(state, SnapshotCodec.read(new ByteArrayInputStream(snapshot.toByteArray())));
  }

  @Test
  void who_changed_what_is_noted_in_the_order_of_changes_and_only_when_it_is_known() {
    apply(described("c1", 10));
    assertEquals(0, state.members().changes().size());
    long before = state.stateHash();
    MemberState c2 = new MemberState("c2", "h:20", "h:21", "h:22");
    apply(new Event.MemberDescribed(c2, "ada"));
    apply(new Event.MemberDescribed(c2, "bob"));
    apply(new Event.MemberDescribed(new MemberState("c2", "h:20", "x:1", "h:22"), "bob"));
    apply(new Event.MemberRemoved("c2", "h:20", false, "cy"));
    apply(new Event.MemberDescribed(c2, "ada"));
    apply(new Event.MemberRemoved("c2", "h:20", true, "ada"));
    assertEquals(
        List.of("1 ADDED ada", "2 CORRECTED bob", "3 REMOVED cy", "4 ADDED ada", "5 NOT_ADDED ada"),
        state.members().changes().entries().values().stream()
            .map(change -> change.number() + " " + change.what() + " " + change.who())
            .toList());
    assertNotEquals(before, state.stateHash());
    for (int i = 0; i < MemberDirectory.MAX_CHANGES; i++) {
      apply(new Event.MemberDescribed(c2, "ada"));
      apply(new Event.MemberRemoved("c2", "h:20", true, "ada"));
    }
    assertEquals(MemberDirectory.MAX_CHANGES, state.members().changes().size());
  }
}
