package io.cairn.coordinator.admin;

import io.cairn.coordinator.replication.GroupChangeException;
import io.cairn.coordinator.replication.GroupChangeException.Reason;
import io.cairn.coordinator.replication.ReplicaGroup;
import io.cairn.coordinator.replication.ReplicaStatus;
import io.cairn.coordinator.replication.ReplicatedState;
import io.cairn.process.HostPort;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** A group of one replica; whoever is to be added does not answer. */
final class SilentGroup implements ReplicaGroup {
  private final ReplicatedState replica;

  SilentGroup(ReplicatedState replica) {
    this.replica = replica;
  }

  @Override
  public ReplicaStatus status() {
    long index = replica.appliedIndex();
    long hash = replica.state().stateHash();
    return new ReplicaStatus(
        replica.leadership().currentTerm(),
        index,
        index,
        hash,
        List.of(new HostPort("127.0.0.1", 1)));
  }

  @Override
  public OptionalLong stateHashAt(long index) {
    return index == replica.appliedIndex()
        ? OptionalLong.of(replica.state().stateHash())
        : OptionalLong.empty();
  }

  @Override
  public CompletableFuture<Void> change(Optional<HostPort> removing, Optional<HostPort> adding) {
    return CompletableFuture.failedFuture(
        adding.isPresent()
            ? new GroupChangeException(Reason.UNREACHABLE, adding.get() + " is silent")
            : new GroupChangeException(Reason.QUORUM, "nobody would remain"));
  }

  @Override
  public CompletableFuture<Void> transferLeadership(Optional<HostPort> raft) {
    return CompletableFuture.failedFuture(
        new GroupChangeException(Reason.INVALID, "there is no other replica that could lead"));
  }

  @Override
  public boolean found(List<HostPort> voters) {
    return false;
  }
}
