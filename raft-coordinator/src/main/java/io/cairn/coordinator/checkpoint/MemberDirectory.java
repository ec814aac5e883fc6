package io.cairn.coordinator.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * Where the coordinators are reached, and who has led. Nobody is described until their set is
 * changed for the first time: until then their configuration files say it. Immutable.
 *
 * @param present by id
 * @param removed the last ones that were removed, by number
 * @param leaders the last ones that have led, by number
 * @param changes the last ones of which it is known who made them, by number
 */
public record MemberDirectory(
    HashedMap<String, MemberState> present,
    HashedMap<Long, RemovedMember> removed,
    HashedMap<Long, LeaderTerm> leaders,
    HashedMap<Long, MemberChange> changes) {
  /** Most coordinators: seven survive the loss of three, and more make every write slower. */
  public static final int MAX_MEMBERS = 15;

  /** How many removed ones are remembered: more than anybody forgets to stop. */
  public static final int MAX_REMOVED = 64;

  /** How many changes of the leader are remembered: 100 bytes each, and enough for a bad night. */
  public static final int MAX_LEADERS = 256;

  /** How many changes are remembered. */
  public static final int MAX_CHANGES = 256;

  /** Nobody was described. */
  public static final MemberDirectory EMPTY =
      new MemberDirectory(
          HashedMap.empty(), HashedMap.empty(), HashedMap.empty(), HashedMap.empty());

  /** With a member; one that was removed from this Raft address is forgotten. */
  public MemberDirectory plus(MemberState member) {
    HashedMap<Long, RemovedMember> kept = removed;
    for (RemovedMember old : removed.values()) {
      kept = old.raft().equals(member.raft()) ? kept.minus(old.number()) : kept;
    }
    return new MemberDirectory(present.plus(member.id(), member), kept, leaders, changes);
  }

  /** With one that was removed; the oldest goes when there are too many. */
  public MemberDirectory plus(RemovedMember member) {
    HashedMap<Long, RemovedMember> grown = removed.plus(member.number(), member);
    return new MemberDirectory(
        present,
        grown.size() > MAX_REMOVED ? grown.minus(grown.entries().firstKey()) : grown,
        leaders,
        changes);
  }

  /** With one that leads; the oldest goes when there are too many. */
  public MemberDirectory plus(LeaderTerm leader) {
    HashedMap<Long, LeaderTerm> grown = leaders.plus(leader.number(), leader);
    return new MemberDirectory(
        present,
        removed,
        grown.size() > MAX_LEADERS ? grown.minus(grown.entries().firstKey()) : grown,
        changes);
  }

  /** The one that began to lead last, or null when the log tells of none. */
  public @Nullable LeaderTerm lastLeader() {
    return leaders.size() == 0 ? null : leaders.get(leaders.entries().lastKey());
  }

  /** With a change that somebody has made; the oldest goes when there are too many. */
  public MemberDirectory plus(MemberChange change) {
    HashedMap<Long, MemberChange> grown = changes.plus(change.number(), change);
    return new MemberDirectory(
        present,
        removed,
        leaders,
        grown.size() > MAX_CHANGES ? grown.minus(grown.entries().firstKey()) : grown);
  }

  /** The number of the next change. */
  long nextChange() {
    return changes.size() == 0 ? 1 : changes.entries().lastKey() + 1;
  }

  MemberDirectory minus(String id) {
    return new MemberDirectory(present.minus(id), removed, leaders, changes);
  }

  /** The number of the next one that is removed. */
  long nextNumber() {
    return removed.size() == 0 ? 1 : removed.entries().lastKey() + 1;
  }

  /** The member of that Raft address, or null. */
  public @Nullable MemberState at(String raft) {
    for (MemberState member : present.values()) {
      if (member.raft().equals(raft)) {
        return member;
      }
    }
    return null;
  }

  /** Whether a member of that id, at that address, was removed. */
  public boolean wasRemoved(String id, String raft) {
    for (RemovedMember member : removed.values()) {
      if (member.id().equals(id) && member.raft().equals(raft)) {
        return true;
      }
    }
    return false;
  }

  /** Adds nothing for what older logs do not tell, so that their hashes stay. */
  void addTo(Hash64 hash) {
    if (present.size() > 0 || removed.size() > 0) {
      hash.add("members").add(present.sum()).add(removed.sum());
    }
    if (leaders.size() > 0) {
      hash.add("leaders").add(leaders.sum());
    }
    if (changes.size() > 0) {
      hash.add("member changes").add(changes.sum());
    }
  }
}
