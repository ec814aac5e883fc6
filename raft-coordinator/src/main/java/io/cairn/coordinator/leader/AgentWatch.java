package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.AgentState;
import io.cairn.coordinator.checkpoint.AgentStatus;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.SalvageWait;
import java.util.ArrayList;
import java.util.List;

/**
 * Agents whose lease has run out. A leader that hears fewer than half of the agents suspects
 * itself: it hands leadership over before it declares any of them lost.
 */
final class AgentWatch {
  /** With one or two agents, a silent one says nothing about the leader. */
  private static final int FEW_AGENTS = 2;

  private AgentWatch() {}

  static void plan(PlanBuilder plan) {
    LeaderView view = plan.view();
    List<AgentState> silent = new ArrayList<>();
    int registered = 0;
    for (AgentState agent : view.state().agents().values()) {
      if (agent.status() == AgentStatus.REGISTERED) {
        registered++;
        if (view.isHeard(agent)) {
          plan.wakeIn(view.leaseMillis() - view.seen(agent).silentMillis());
        } else {
          silent.add(agent);
        }
      }
    }
    boolean minority = registered > FEW_AGENTS && 2 * (registered - silent.size()) < registered;
    if (minority && view.mayHandOver()) {
      plan.offer(new Action.HandOver(ActionKey.of(ActionKey.Kind.HAND_OVER)));
      return;
    }
    for (AgentState agent : silent) {
      plan.offer(
          new Action.Propose(
              ActionKey.of(ActionKey.Kind.DECLARE_LOST, agent.id()),
              new Event.AgentLost(agent.id(), agent.incarnation(), SalvageWait.OFFERED, false)));
    }
  }
}
