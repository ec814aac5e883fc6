package io.cairn.simulation;

import java.util.ArrayList;

/** What survives a replica's process; every write is durable when it returns. */
final class RaftDisk {
  private static final long UNKNOWN = -1;
  private static final long NOT_REBUILDING = -2;

  long term;
  String voted = "";
  final ArrayList<Rec> log = new ArrayList<>();
  long base;
  long baseTerm;
  byte[] snapshot;
  private long rebuildTo;

  /** A log record. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Rec(long term, byte[] data) {}

  private RaftDisk(long rebuildTo) {
    this.rebuildTo = rebuildTo;
  }

  /** Of a replica that founds the cluster with the others. */
  static RaftDisk ofFounder() {
    return new RaftDisk(NOT_REBUILDING);
  }

  /**
   * In the place of one that is lost. What its replica voted and acknowledged is forgotten, so it
   * does not vote until it has all that the leader had when it was first heard.
   */
  static RaftDisk inPlaceOfLost() {
    return new RaftDisk(UNKNOWN);
  }

  boolean isRebuilding() {
    return rebuildTo != NOT_REBUILDING;
  }

  /** A leader's log ends there. */
  void heardOfEnd(long last, String leader) {
    if (rebuildTo == UNKNOWN) {
      rebuildTo = last;
      voted = leader;
    }
  }

  /** The log agrees with the leader's up to there; whether that was all that was missing. */
  boolean rebuiltUpTo(long index) {
    boolean rebuilt = rebuildTo >= 0 && index >= rebuildTo;
    if (rebuilt) {
      rebuildTo = NOT_REBUILDING;
    }
    return rebuilt;
  }

  long last() {
    return base + log.size();
  }

  long termAt(long index) {
    return index == base ? baseTerm : log.get((int) (index - base - 1)).term();
  }
}
