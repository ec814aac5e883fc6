package io.cairn.coordinator.replication;

import java.util.Optional;

/**
 * What a replica knows of the leadership, at one moment. It may be stale when it is read.
 *
 * @param readyTerm the term in which this replica leads and has applied an entry of its own; empty
 *     when it does not lead or is not ready yet
 * @param leaderId the configured id of the leader, empty when unknown
 * @param currentTerm the newest term this replica knows of; 0 before the first election
 */
public record Leadership(Optional<Term> readyTerm, Optional<String> leaderId, long currentTerm) {
  /** Nobody leads as far as this replica knows. */
  public static Leadership unknown(long currentTerm) {
    return new Leadership(Optional.empty(), Optional.empty(), currentTerm);
  }

  /** Whether this replica leads, and may act. */
  public boolean isReady() {
    return readyTerm.isPresent();
  }
}
