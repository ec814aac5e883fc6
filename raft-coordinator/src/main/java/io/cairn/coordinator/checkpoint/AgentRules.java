package io.cairn.coordinator.checkpoint;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Agents register and get lost. */
final class AgentRules {
  /** Most agents in the state. */
  static final int MAX_AGENTS = 1_000;

  /** Most slots of an agent. */
  static final int MAX_SLOTS = 10_000;

  private static final int MAX_PORT = 65_535;

  private AgentRules() {}

  static Verdict register(ClusterState state, Event.RegisterAgent event) {
    if (event.dataPort() < 1 || event.dataPort() > MAX_PORT || event.dataHost().isEmpty()) {
      return Verdict.rejected(
          state,
          Outcome.Code.INVALID,
          "agent "
              + event.agent()
              + " gives no data address: host '"
              + event.dataHost()
              + "', port "
              + event.dataPort());
    }
    if (event.slots() < 1 || event.slots() > MAX_SLOTS || event.nonce().isEmpty()) {
      return Verdict.rejected(
          state,
          Outcome.Code.INVALID,
          "agent "
              + event.agent()
              + " needs a nonce and 1 to "
              + MAX_SLOTS
              + " slots, has "
              + event.slots());
    }
    AgentState known = state.agent(event.agent());
    if (known == null) {
      return state.agents().size() >= MAX_AGENTS
          ? Verdict.rejected(state, Outcome.Code.LIMIT, "the cluster has " + MAX_AGENTS + " agents")
          : grant(state, event, List.of(), null);
    }
    if (known.nonce().equals(event.nonce())) {
      ClusterState next =
          known.status() == AgentStatus.REGISTERED
              ? state
              : state.withAgent(known.withStatus(AgentStatus.REGISTERED));
      return Verdict.accepted(next, known.incarnation().value());
    }
    if (known.fencedNonces().contains(event.nonce())) {
      return Verdict.rejected(
          state,
          Outcome.Code.FENCED,
          "agent " + event.agent() + " has a newer incarnation " + known.incarnation());
    }
    return replace(state, known, event);
  }

  private static Verdict replace(ClusterState state, AgentState known, Event.RegisterAgent event) {
    List<String> fenced = new ArrayList<>(known.fencedNonces());
    fenced.add(known.nonce());
    int surplus = Math.max(0, fenced.size() - AgentState.MAX_FENCED);
    String reason = "agent " + known.id() + " was started again";
    ClusterState lost = failJobsOn(state, known, reason, event.salvage());
    return grant(lost, event, fenced.subList(surplus, fenced.size()), known.drain());
  }

  private static Verdict grant(
      ClusterState state, Event.RegisterAgent event, List<String> fenced, @Nullable Drain drain) {
    Incarnation granted = new Incarnation(state.lastIncarnation() + 1);
    AgentState agent =
        new AgentState(
            event.agent(),
            granted,
            AgentStatus.REGISTERED,
            event.nonce(),
            event.dataHost(),
            event.dataPort(),
            event.slots(),
            fenced,
            drain);
    return Verdict.accepted(state.withAgent(agent), granted.value());
  }

  static Verdict lost(ClusterState state, Event.AgentLost event) {
    AgentState known = state.agent(event.agent());
    if (known == null || !known.incarnation().equals(event.incarnation())) {
      return Verdict.ignored(state, "not the agent's newest incarnation");
    }
    if (known.status() == AgentStatus.LOST) {
      return Verdict.ignored(state, "the agent is lost already");
    }
    ClusterState marked = state.withAgent(known.withStatus(AgentStatus.LOST));
    String reason = "agent " + known.id() + (event.stopped() ? " was stopped" : " was lost");
    return Verdict.accepted(failJobsOn(marked, known, reason, event.salvage()));
  }

  private static ClusterState failJobsOn(
      ClusterState state, AgentState agent, String reason, SalvageWait salvage) {
    AbortCause cause = AbortCause.of(AbortReason.TASK_LOST, reason);
    ClusterState next = state;
    for (JobState job : state.jobs().values()) {
      AttemptState attempt = job.attempt();
      if (attempt != null
          && attempt.status().isLive()
          && attempt.uses(agent.id(), agent.incarnation())) {
        next = SalvageRules.failAttempt(next, job, cause, salvage);
      }
    }
    return next;
  }
}
