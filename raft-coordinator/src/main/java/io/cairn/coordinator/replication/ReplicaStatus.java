package io.cairn.coordinator.replication;

import io.cairn.process.HostPort;
import java.util.List;

/**
 * What a replica knows of itself, at one moment.
 *
 * @param term the newest it knows of
 * @param lastLogIndex of the last entry in its log, committed or not; 0: the log is empty
 * @param appliedIndex up to here the log is applied
 * @param stateHash of the state at that index
 * @param voters Raft addresses of the committed configuration; empty while none is known
 */
public record ReplicaStatus(
    long term, long lastLogIndex, long appliedIndex, long stateHash, List<HostPort> voters) {
  /** Copies the list. */
  public ReplicaStatus {
    voters = List.copyOf(voters);
  }

  /** Whether this replica holds nothing: it is new, or has lost its disk. */
  public boolean isEmpty() {
    return lastLogIndex == 0 && appliedIndex == 0;
  }
}
