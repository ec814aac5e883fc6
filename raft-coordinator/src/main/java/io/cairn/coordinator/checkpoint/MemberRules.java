package io.cairn.coordinator.checkpoint;

/** Coordinators are described and removed, and lead. Raft decides who does; here it is noted. */
final class MemberRules {
  private MemberRules() {}

  static Verdict describe(ClusterState state, Event.MemberDescribed event) {
    MemberState member = event.member();
    if (member.id().isEmpty()
        || member.raft().isEmpty()
        || member.session().isEmpty()
        || member.admin().isEmpty()) {
      return Verdict.rejected(
          state, Outcome.Code.INVALID, "a member has an id and three addresses: " + member);
    }
    MemberDirectory members = state.members();
    MemberState known = members.present().get(member.id());
    if (member.equals(known)) {
      return Verdict.accepted(state);
    }
    if (known != null && !known.raft().equals(member.raft())) {
      return Verdict.rejected(
          state,
          Outcome.Code.CONFLICT,
          "member "
              + member.id()
              + " has the raft address "
              + known.raft()
              + ", which does not change; remove it first, or give the new one another id");
    }
    MemberState there = members.at(member.raft());
    if (there != null && !there.id().equals(member.id())) {
      return Verdict.rejected(
          state,
          Outcome.Code.CONFLICT,
          "member " + there.id() + " has the raft address " + member.raft());
    }
    if (known == null && members.present().size() >= MemberDirectory.MAX_MEMBERS) {
      return Verdict.rejected(
          state,
          Outcome.Code.LIMIT,
          "the cluster has " + MemberDirectory.MAX_MEMBERS + " coordinators");
    }
    MemberChange.Kind what = known == null ? MemberChange.Kind.ADDED : MemberChange.Kind.CORRECTED;
    return Verdict.accepted(
        state.withMembers(noted(state, members.plus(member), what, member, event.who())));
  }

  /** The wall clock is that of the batch: the state's, which never runs backwards. */
  static Verdict lead(ClusterState state, LeaderStarted event) {
    LeaderTerm last = state.members().lastLeader();
    if (last != null && event.term() <= last.term()) {
      return Verdict.ignored(state, "term " + last.term() + " was told already");
    }
    long number = last == null ? 1 : last.number() + 1;
    LeaderTerm now = new LeaderTerm(number, event.term(), event.leader(), state.wallMillis());
    return Verdict.accepted(state.withMembers(state.members().plus(now)));
  }

  static Verdict remove(ClusterState state, Event.MemberRemoved event) {
    MemberDirectory members = state.members();
    MemberState known = members.present().get(event.id());
    if (known == null || !known.raft().equals(event.raft())) {
      return Verdict.ignored(state, "no member " + event.id() + " at " + event.raft());
    }
    MemberDirectory left = members.minus(event.id());
    MemberDirectory told =
        event.neverVoted()
            ? left
            : left.plus(new RemovedMember(members.nextNumber(), event.id(), event.raft()));
    MemberChange.Kind what =
        event.neverVoted() ? MemberChange.Kind.NOT_ADDED : MemberChange.Kind.REMOVED;
    return Verdict.accepted(state.withMembers(noted(state, told, what, known, event.who())));
  }

  /** Older logs do not say who it was: of those nothing is noted. */
  private static MemberDirectory noted(
      ClusterState state,
      MemberDirectory members,
      MemberChange.Kind what,
      MemberState member,
      String who) {
    return who.isEmpty()
        ? members
        : members.plus(
            new MemberChange(
                members.nextChange(), what, member.id(), member.raft(), who, state.wallMillis()));
  }
}
