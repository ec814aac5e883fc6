package io.cairn.coordinator.session;

import io.cairn.coordinator.replication.ClusterMember;
import io.cairn.coordinator.replication.Leadership;
import io.cairn.coordinator.replication.Membership;
import io.cairn.protocol.v1.CoordinatorMessage;
import io.cairn.protocol.v1.Member;
import io.cairn.protocol.v1.NotLeader;
import java.util.List;

/** The membership as agents are told it. Immutable. */
final class Farewell {
  private final Membership membership;
  private final List<Member> members;

  Farewell(Membership membership) {
    this.membership = membership;
    this.members = membership.members().stream().map(Farewell::encode).toList();
  }

  List<Member> members() {
    return members;
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
        .setNotLeader(NotLeader.newBuilder().setLeaderSessionAddress(leader).addAllMembers(members))
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
