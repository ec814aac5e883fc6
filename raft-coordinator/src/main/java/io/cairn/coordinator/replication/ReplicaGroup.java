package io.cairn.coordinator.replication;

import io.cairn.process.HostPort;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * The replicas that vote, and how their set and their leader are changed while they run. All
 * methods are safe for use by any thread and none blocks.
 */
public interface ReplicaGroup {
  /** This replica. */
  ReplicaStatus status();

  /**
   * The hash of the state at an index of the log; empty when this replica has not applied it yet,
   * or no longer knows.
   */
  OptionalLong stateHashAt(long index);

  /**
   * Changes who votes, in one step: a new one first gets the log. Completed when the change is
   * committed; exceptionally with {@link NotLeaderException} (then it may have happened, and may be
   * asked for again) or {@link GroupChangeException} (surely not).
   *
   * @param removing a Raft address that votes now
   * @param adding a Raft address that does not vote now
   */
  CompletableFuture<Void> change(Optional<HostPort> removing, Optional<HostPort> adding);

  /**
   * Asks a replica to take over leadership. Completed when it was asked: it may still fail to, and
   * this replica then goes on leading. Exceptionally as {@link #change}.
   *
   * @param raft empty: the one whose log is nearest
   */
  CompletableFuture<Void> transferLeadership(Optional<HostPort> raft);

  /**
   * Makes these the voters of a new cluster. Every one of them must be told the same, and must hold
   * nothing.
   *
   * @return false when this replica holds something, or is not running
   */
  boolean found(List<HostPort> voters);
}
