package io.cairn.simulation;

import java.util.ArrayList;

/** What survives a replica's process; every write is durable when it returns. */
final class RaftDisk {
  long term;
  String voted = "";
  final ArrayList<Rec> log = new ArrayList<>();
  long base;
  long baseTerm;
  byte[] snapshot;
  private Voters baseVoters;
  private Voters voters;
  private boolean rebuilding;

  /** A log record: data of the replica above, or who votes from here on. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Rec(long term, byte[] data, Voters voters) {
    Rec(long term, byte[] data) {
      this(term, data, null);
    }
  }

  /** A snapshot, and where it stands in the log. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Base(long index, long term, byte[] bytes, Voters voters) {}

  private RaftDisk(boolean rebuilding, Voters founders) {
    this.rebuilding = rebuilding;
    this.baseVoters = founders;
    this.voters = founders;
  }

  /** Of a replica that founds the cluster with the others. */
  static RaftDisk ofFounder(Voters founders) {
    return new RaftDisk(false, founders);
  }

  /**
   * Of one that is added, or in the place of one that is lost. What its replica voted and
   * acknowledged is forgotten, so it does not vote until it has applied all that a leader had
   * committed, as the shipped {@code Rebuilding} has it.
   */
  static RaftDisk inPlaceOfLost() {
    return new RaftDisk(true, Voters.NONE);
  }

  boolean isRebuilding() {
    return rebuilding;
  }

  /** Everything is back that the cluster had decided when a leader confirmed it. */
  void rebuilt() {
    rebuilding = false;
  }

  /** The newest configuration counts, committed or not. */
  Voters voters() {
    return voters;
  }

  void add(Rec rec) {
    log.add(rec);
    voters = rec.voters() == null ? voters : rec.voters();
  }

  /** The log ends before this index. */
  void dropFrom(long index) {
    log.subList((int) (index - base - 1), log.size()).clear();
    voters = votersAt(last());
  }

  private Voters votersAt(long index) {
    for (int at = (int) (index - base) - 1; at >= 0; at--) {
      if (log.get(at).voters() != null) {
        return log.get(at).voters();
      }
    }
    return baseVoters;
  }

  Base base() {
    return new Base(base, baseTerm, snapshot, baseVoters);
  }

  /** All that is here gives way to a snapshot. */
  void replaceBy(Base other) {
    log.clear();
    settle(other);
  }

  /** The log up to there gives way to a snapshot of it. */
  void compact(long index, byte[] bytes) {
    Base compacted = new Base(index, termAt(index), bytes, votersAt(index));
    log.subList(0, (int) (index - base)).clear();
    settle(compacted);
  }

  private void settle(Base now) {
    base = now.index();
    baseTerm = now.term();
    snapshot = now.bytes();
    baseVoters = now.voters();
    voters = votersAt(last());
  }

  long last() {
    return base + log.size();
  }

  long termAt(long index) {
    return index == base ? baseTerm : log.get((int) (index - base - 1)).term();
  }
}
