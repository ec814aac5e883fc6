package io.cairn.coordinator.leader;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.AgentState;
import io.cairn.coordinator.checkpoint.Batch;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.Incarnation;
import io.cairn.coordinator.checkpoint.StateMachine;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a leader knows of agents that are silent. */
final class AgentWatchPostTest {
  private static final long LEASE_MILLIS = 3_000;
  private static final AgentId AGENT = new AgentId("a1");

  private final ClusterState state =
      StateMachine.apply(
              ClusterState.empty(),
              new Batch(
                  0,
                  1,
                  List.of(
                      new Event.Bootstrap("cluster"),
                      new Event.RegisterAgent(AGENT, "nonce", "host", 1, 4, 0))))
          .next();
  private long millis = 1;
  private final AgentLiveness liveness = new AgentLiveness(this::nanos);
  private final AgentWatchPost watch = new AgentWatchPost(liveness, this::nanos, LEASE_MILLIS);

  private long nanos() {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private boolean isHeardAfter(long passedMillis) {
    return isHeardAfter(passedMillis, state, AGENT);
  }

  private boolean isHeardAfter(long passedMillis, ClusterState now, AgentId id) {
    millis += passedMillis;
    LeaderView view = watch.look(new LeaderDesk.Latest(now, nanos()), true);
    AgentState agent = now.agent(id);
    return agent != null && view.isHeard(agent);
  }

  @Test
  void anAgentThatHasJustRegisteredHasALeaseBeforeItsFirstWord() {
    for (int look = 0; look < 20; look++) {
      boolean unused = isHeardAfter(500);
    }
    AgentId late = new AgentId("a2");
    Event registration = new Event.RegisterAgent(late, "nonce", "host", 2, 4, 0);
    ClusterState after = StateMachine.apply(state, new Batch(0, 1, List.of(registration))).next();
    assertTrue(isHeardAfter(10, after, late), "its session has not begun yet");
    for (long passed = 0; passed < LEASE_MILLIS - 500; passed += 500) {
      assertTrue(isHeardAfter(500, after, late), "within the lease");
    }
    assertFalse(isHeardAfter(500, after, late), "it never began");
  }

  @Test
  void anAgentThatIsBackAfterALongSilenceHasANewLease() {
    liveness.heard(AGENT, new Incarnation(1));
    for (int look = 0; look < 20; look++) {
      boolean unused = isHeardAfter(500);
    }
    ClusterState lost =
        StateMachine.apply(
                state,
                new Batch(0, 1, List.of(new Event.AgentLost(AGENT, new Incarnation(1), 0, false))))
            .next();
    boolean unused = isHeardAfter(500, lost, AGENT);
    assertTrue(isHeardAfter(500), "it has registered again");
  }

  @Test
  void anAgentThatIsSilentForALeaseIsNotHeardAnyMore() {
    for (long passed = 0; passed < LEASE_MILLIS - 500; passed += 500) {
      assertTrue(isHeardAfter(500), "within the lease");
    }
    assertFalse(isHeardAfter(500));
  }

  @Test
  void aLeaderThatStoodStillItselfBlamesNoAgentForTheSilence() {
    assertTrue(isHeardAfter(500));
    assertTrue(isHeardAfter(LEASE_MILLIS), "the agents' words wait unread");
    for (long passed = 0; passed < LEASE_MILLIS - 500; passed += 500) {
      assertTrue(isHeardAfter(500), "a new lease");
    }
    assertFalse(isHeardAfter(500), "now it is the agent's silence");
  }
}
