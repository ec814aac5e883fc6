package io.cairn.coordinator.codec;

import io.cairn.coordinator.checkpoint.Coded;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.LeaderStarted;
import io.cairn.coordinator.checkpoint.LeaderTerm;
import io.cairn.coordinator.checkpoint.MemberChange;
import io.cairn.coordinator.checkpoint.MemberState;
import io.cairn.coordinator.checkpoint.RemovedMember;
import io.cairn.protocol.v1.LeaderTermRecord;
import io.cairn.protocol.v1.MemberChangeRecord;
import io.cairn.protocol.v1.MemberDescribed;
import io.cairn.protocol.v1.MemberRecord;
import io.cairn.protocol.v1.MemberRemoved;
import io.cairn.protocol.v1.RemovedMemberRecord;

/** Coordinators, in the log and in snapshots; decoders throw IllegalArgumentException. */
final class MemberCodec {
  private MemberCodec() {}

  static MemberDescribed encode(Event.MemberDescribed event) {
    MemberState member = event.member();
    return MemberDescribed.newBuilder()
        .setId(member.id())
        .setRaft(member.raft())
        .setSession(member.session())
        .setAdmin(member.admin())
        .setWho(event.who())
        .build();
  }

  static Event.MemberDescribed decode(MemberDescribed message) {
    return new Event.MemberDescribed(
        new MemberState(
            message.getId(), message.getRaft(), message.getSession(), message.getAdmin()),
        message.getWho());
  }

  static MemberRemoved encode(Event.MemberRemoved event) {
    return MemberRemoved.newBuilder()
        .setId(event.id())
        .setRaft(event.raft())
        .setNeverVoted(event.neverVoted())
        .setWho(event.who())
        .build();
  }

  static Event.MemberRemoved decode(MemberRemoved message) {
    return new Event.MemberRemoved(
        message.getId(), message.getRaft(), message.getNeverVoted(), message.getWho());
  }

  static io.cairn.protocol.v1.LeaderStarted encode(LeaderStarted event) {
    return io.cairn.protocol.v1.LeaderStarted.newBuilder()
        .setTerm(event.term())
        .setLeader(event.leader())
        .build();
  }

  static LeaderStarted decode(io.cairn.protocol.v1.LeaderStarted message) {
    return new LeaderStarted(message.getTerm(), message.getLeader());
  }

  static LeaderTermRecord encode(LeaderTerm leader) {
    return LeaderTermRecord.newBuilder()
        .setNumber(leader.number())
        .setTerm(leader.term())
        .setLeader(leader.leader())
        .setWallMillis(leader.startedWallMillis())
        .build();
  }

  static LeaderTerm decode(LeaderTermRecord message) {
    return new LeaderTerm(
        message.getNumber(), message.getTerm(), message.getLeader(), message.getWallMillis());
  }

  static MemberRecord encode(MemberState member) {
    return MemberRecord.newBuilder()
        .setId(member.id())
        .setRaft(member.raft())
        .setSession(member.session())
        .setAdmin(member.admin())
        .build();
  }

  static MemberState decode(MemberRecord message) {
    return new MemberState(
        message.getId(), message.getRaft(), message.getSession(), message.getAdmin());
  }

  static RemovedMemberRecord encode(RemovedMember removed) {
    return RemovedMemberRecord.newBuilder()
        .setNumber(removed.number())
        .setId(removed.id())
        .setRaft(removed.raft())
        .build();
  }

  static RemovedMember decode(RemovedMemberRecord message) {
    return new RemovedMember(message.getNumber(), message.getId(), message.getRaft());
  }

  static MemberChangeRecord encode(MemberChange change) {
    return MemberChangeRecord.newBuilder()
        .setNumber(change.number())
        .setWhat(change.what().code())
        .setId(change.id())
        .setRaft(change.raft())
        .setWho(change.who())
        .setWallMillis(change.wallMillis())
        .build();
  }

  static MemberChange decode(MemberChangeRecord message) {
    return new MemberChange(
        message.getNumber(),
        Coded.of(MemberChange.Kind.class, message.getWhat()),
        message.getId(),
        message.getRaft(),
        message.getWho(),
        message.getWallMillis());
  }
}
