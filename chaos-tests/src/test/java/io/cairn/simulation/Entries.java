package io.cairn.simulation;

import java.util.List;

/** A leader's request to take records into the log, after the one at {@code prev}. */
record Entries(
    long term, String leader, long prev, long prevTerm, List<RaftDisk.Rec> records, long commit) {}
