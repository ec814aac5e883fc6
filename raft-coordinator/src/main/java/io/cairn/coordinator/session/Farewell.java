package io.cairn.coordinator.session;

import io.cairn.coordinator.replication.ClusterMember;
import io.cairn.coordinator.replication.CurrentMembership;
import io.cairn.coordinator.replication.Leadership;
import io.cairn.protocol.v1.CoordinatorMessage;
import io.cairn.protocol.v1.Member;
import io.cairn.protocol.v1.NotLeader;
import java.util.List;

/** The membership as agents are told it. Safe for use by any thread. */
final class Farewell {
  private final CurrentMembership membership;
  private volatile Encoded encoded = new Encoded(List.of(), List.of());

  /** Kept, as members seldom change. */
  private record Encoded(List<ClusterMember> members, List<Member> messages) {}

  Farewell(CurrentMembership membership) {
    this.membership = membership;
  }

  /** The same list while nothing changes. */
  List<Member> members() {
    List<ClusterMember> now = membership.members();
    Encoded current = encoded;
    if (!current.members().equals(now)) {
      current = new Encoded(now, now.stream().map(Farewell::encode).toList());
      encoded = current;
    }
    return current.messages();
  }

  String selfId() {
    return membership.selfId();
  }

  /** Where the leader is, when this replica knows it and is not it. */
  CoordinatorMessage notLeader(Leadership leadership) {
    String leader =
        leadership
            .leaderId()
            .filter(id -> !id.equals(membership.selfId()))
            .flatMap(membership::member)
            .map(member -> member.session().toString())
            .orElse("");
    return CoordinatorMessage.newBuilder()
        .setNotLeader(
            NotLeader.newBuilder().setLeaderSessionAddress(leader).addAllMembers(members()))
        .build();
  }

  private static Member encode(ClusterMember member) {
    return Member.newBuilder()
        .setId(member.id())
        .setRaftAddress(member.raft().toString())
        .setSessionAddress(member.session().toString())
        .setAdminAddress(member.admin().toString())
        .build();
  }
}
