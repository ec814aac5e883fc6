package io.cairn.coordinator.replication;

import java.nio.ByteBuffer;

/** The end of the Raft log, as the proposer sees it. Thread-safe, does not block. */
@FunctionalInterface
interface EntryLog {
  /**
   * Appends the bytes if this replica leads in the entry's term. Ends in {@link Entry#applied} or
   * in {@link Entry#run}.
   */
  void append(ByteBuffer data, Entry entry);
}
