package io.cairn.coordinator.replication;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The coordinators of the cluster, and which of them this process is.
 *
 * @param selfId the id of this process, one of the members
 * @param members every coordinator, in the order of the configuration
 */
public record Membership(String selfId, List<ClusterMember> members) {
  /** Checks that ids and Raft addresses are unique, and that this process is a member. */
  public Membership {
    members = List.copyOf(members);
    Set<String> seen = new HashSet<>();
    for (ClusterMember member : members) {
      if (!seen.add(member.id())) {
        throw new IllegalArgumentException("two members have the id '" + member.id() + "'");
      }
      if (!seen.add(member.raft().toString())) {
        throw new IllegalArgumentException("two members have the raft address " + member.raft());
      }
    }
    if (!seen.contains(selfId)) {
      throw new IllegalArgumentException("'" + selfId + "' is not one of the members");
    }
  }

  /** This process. */
  public ClusterMember self() {
    return member(selfId).orElseThrow();
  }

  /** The member of that id. */
  public Optional<ClusterMember> member(String id) {
    return members.stream().filter(member -> member.id().equals(id)).findFirst();
  }
}
