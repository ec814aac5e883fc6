package io.cairn.coordinator.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cairn.coordinator.checkpoint.AgentState;
import io.cairn.coordinator.checkpoint.AttemptState;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.Drain;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.Placement;
import io.cairn.coordinator.replication.ClusterMember;
import io.cairn.coordinator.replication.CurrentMembership;
import io.cairn.coordinator.replication.Leadership;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /cluster}.
 *
 * @param id of the replica that answers
 * @param leader null when it knows none
 * @param stateHash 16 hexadecimal digits; equal on replicas at the same index
 * @param agents a list of {@link AgentView}
 */
record ClusterView(
    String clusterId,
    String id,
    @Nullable LeaderView leader,
    long term,
    long appliedIndex,
    String stateHash,
    List<MemberView> members,
    Object agents) {

  record LeaderView(String id, long term, String admin) {}

  record MemberView(String id, String raft, String session, String admin, boolean leader) {}

  record AgentView(
      String id,
      long incarnation,
      String state,
      String host,
      int port,
      int slots,
      int usedSlots,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable DrainView drain) {}

  /** Who wants an agent to have no tasks, and since when, in milliseconds since 1970. */
  record DrainView(String who, long since) {
    static @Nullable DrainView of(@Nullable Drain drain) {
      return drain == null ? null : new DrainView(drain.who(), drain.wallMillis());
    }
  }

  /**
   * The view of a replica.
   *
   * @param index that the state has reached
   * @param agents see {@link #agents}, as a list or as JSON
   */
  static ClusterView of(
      ClusterState state,
      long index,
      Leadership leadership,
      CurrentMembership membership,
      Object agents) {
    Optional<ClusterMember> leader = leadership.leaderId().flatMap(membership::member);
    List<MemberView> members = new ArrayList<>();
    for (ClusterMember member : membership.members()) {
      boolean leads = leader.isPresent() && leader.get().equals(member);
      members.add(
          new MemberView(
              member.id(),
              member.raft().toString(),
              member.session().toString(),
              member.admin().toString(),
              leads));
    }
    return new ClusterView(
        state.clusterId(),
        membership.selfId(),
        leader
            .map(m -> new LeaderView(m.id(), leadership.currentTerm(), m.admin().toString()))
            .orElse(null),
        leadership.currentTerm(),
        index,
        "%016x".formatted(state.stateHash()),
        members,
        agents);
  }

  /** All that {@link #agents} is made of, for {@link Renderings}. */
  static List<Object> partsOfAgents(ClusterState state) {
    List<Object> parts = new ArrayList<>();
    parts.add(state.agents());
    for (JobState job : state.jobs().values()) {
      AttemptState attempt = job.attempt();
      if (attempt != null && attempt.status().isLive()) {
        parts.add(attempt.placement());
      }
    }
    return parts;
  }

  static List<AgentView> agents(ClusterState state) {
    Map<Placement, Integer> used = new HashMap<>();
    for (JobState job : state.jobs().values()) {
      AttemptState attempt = job.attempt();
      if (attempt != null && attempt.status().isLive()) {
        attempt.placement().forEach(place -> used.merge(place, 1, Integer::sum));
      }
    }
    List<AgentView> views = new ArrayList<>();
    for (AgentState agent : state.agents().values()) {
      views.add(
          new AgentView(
              agent.id().value(),
              agent.incarnation().value(),
              agent.shownStatus().name(),
              agent.dataHost(),
              agent.dataPort(),
              agent.slots(),
              used.getOrDefault(new Placement(agent.id(), agent.incarnation()), 0),
              DrainView.of(agent.drain())));
    }
    return views;
  }
}
