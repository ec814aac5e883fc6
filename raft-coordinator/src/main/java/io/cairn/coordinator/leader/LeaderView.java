package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.AgentState;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.Slots;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the leader sees at one moment.
 *
 * @param state the replicated state
 * @param sinceBatchMillis monotonic time since the last batch was applied here, or since readiness
 * @param nowMillis a monotonic clock of this leader, for its own retries
 * @param agents every REGISTERED agent, as this leader hears it
 * @param leaseMillis how long an agent may be silent
 * @param mayHandOver whether giving leadership away makes sense; not when this was tried lately
 */
record LeaderView(
    ClusterState state,
    long sinceBatchMillis,
    long nowMillis,
    Map<AgentId, Seen> agents,
    long leaseMillis,
    boolean mayHandOver) {

  /**
   * One agent.
   *
   * @param connected whether it has a session
   * @param silentMillis since its last message or this leader's readiness, whichever is later
   * @param stuckTasks slots held by user code that does not end
   */
  record Seen(boolean connected, long silentMillis, int stuckTasks) {
    static final Seen NEVER = new Seen(false, 0);

    Seen(boolean connected, long silentMillis) {
      this(connected, silentMillis, 0);
    }
  }

  LeaderView {
    agents = Map.copyOf(agents);
  }

  /** The cluster's elapsed time now, as far as the leader can tell. */
  long elapsedMillis() {
    return state.elapsedMillis() + sinceBatchMillis;
  }

  Seen seen(AgentState agent) {
    return agents.getOrDefault(agent.id(), Seen.NEVER);
  }

  /** Slots per agent that are taken, but for those of a job; those of stuck tasks are its too. */
  Map<AgentId, Integer> takenExcept(JobId job) {
    SortedMap<AgentId, Integer> taken = new TreeMap<>(Slots.usedExcept(state, job));
    agents.forEach(
        (agent, seen) -> {
          if (seen.stuckTasks() > 0) {
            taken.merge(agent, seen.stuckTasks(), Integer::sum);
          }
        });
    return taken;
  }

  /** Within its lease. */
  boolean isHeard(AgentState agent) {
    return seen(agent).silentMillis() < leaseMillis;
  }

  /** Within its lease, with a session, and not silent for so long that it is in doubt. */
  boolean isPresent(AgentState agent) {
    Seen seen = seen(agent);
    return seen.connected() && seen.silentMillis() <= leaseMillis / 2;
  }
}
