package io.cairn.coordinator.checkpoint;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which slots are taken: those of live attempts. Derived from the state; O(tasks placed). */
public final class Slots {
  private Slots() {}

  /** Taken slots per agent; agents without any are absent. */
  public static SortedMap<AgentId, Integer> used(ClusterState state) {
    return count(state, null);
  }

  /** Taken slots per agent, without those of one job. */
  public static SortedMap<AgentId, Integer> usedExcept(ClusterState state, JobId except) {
    return count(state, except);
  }

  /** Why so many tasks of the job cannot be placed now, and what to do; null when they can. */
  public static @Nullable String lack(ClusterState state, JobState job, int tasks) {
    SortedMap<AgentId, Integer> used = usedExcept(state, job.id());
    long free = 0;
    for (AgentState agent : state.agents().values()) {
      if (agent.mayHostMore()) {
        free += Math.max(0, agent.slots() - used.getOrDefault(agent.id(), 0));
      }
    }
    return tasks <= free
        ? null
        : tasks + " slots are needed, " + free + " are there for it; start another agent first";
  }

  private static SortedMap<AgentId, Integer> count(ClusterState state, @Nullable JobId except) {
    SortedMap<AgentId, Integer> used = new TreeMap<>();
    for (JobState job : state.jobs().values()) {
      AttemptState attempt = job.attempt();
      if (attempt != null && attempt.status().isLive() && !job.id().equals(except)) {
        for (Placement place : attempt.placement()) {
          used.merge(place.agent(), 1, Integer::sum);
        }
      }
    }
    return used;
  }
}
