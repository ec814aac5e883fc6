package io.cairn.coordinator.leader;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.AgentState;
import io.cairn.coordinator.checkpoint.Batch;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.Event;
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
    millis += passedMillis;
    LeaderView view = watch.look(new LeaderDesk.Latest(state, nanos()), true);
    AgentState agent = state.agent(AGENT);
    return agent != null && view.isHeard(agent);
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
