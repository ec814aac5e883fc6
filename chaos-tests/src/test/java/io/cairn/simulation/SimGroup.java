package io.cairn.simulation;

import io.cairn.coordinator.replication.GroupChangeException;
import io.cairn.coordinator.replication.NotLeaderException;
import io.cairn.coordinator.replication.ReplicaGroup;
import io.cairn.coordinator.replication.ReplicaStatus;
import io.cairn.coordinator.replication.SimulatedReplica;
import io.cairn.process.HostPort;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The group of the simulated log, as the shipped changes of members use it. */
final class SimGroup implements ReplicaGroup {
  /** As the shipped group: one that has just died still counts as living. */
  private static final long LOOK_AGAIN = 500 * World.MILLI;

  private final RaftNode raft;
  private final SimulatedReplica replica;
  private final Executor answers;
  private final World.Life life;
  private final World world;

  SimGroup(
      RaftNode raft, SimulatedReplica replica, Executor answers, World.Life life, World world) {
    this.raft = raft;
    this.replica = replica;
    this.answers = answers;
    this.life = life;
    this.world = world;
  }

  private static List<HostPort> addresses(Collection<String> ids) {
    return ids.stream().map(SimGroup::address).toList();
  }

  /** Where a replica's log is reached. */
  static HostPort address(String id) {
    return new HostPort(id, 2);
  }

  @Override
  public ReplicaStatus status() {
    return new ReplicaStatus(
        raft.term(),
        raft.disk.last(),
        replica.appliedIndex(),
        0,
        addresses(raft.disk.voters().now()));
  }

  @Override
  public OptionalLong stateHashAt(long index) {
    return OptionalLong.empty();
  }

  @Override
  public CompletableFuture<Void> change(Optional<HostPort> removing, Optional<HostPort> adding) {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    look(removing, adding, answer, removing.isEmpty());
    return answer;
  }

  private void look(
      Optional<HostPort> removing,
      Optional<HostPort> adding,
      CompletableFuture<Void> answer,
      boolean sure) {
    List<HostPort> voters = addresses(raft.disk.voters().now());
    List<HostPort> alive = addresses(raft.alive()).stream().filter(voters::contains).toList();
    Optional<String> refusal = SimulatedReplica.refusal(voters, alive, removing, adding);
    if (!raft.isLeader()) {
      end("not the leader", answer);
    } else if (refusal.isPresent()) {
      world.count("member change refused: QUORUM");
      answer.completeExceptionally(
          new GroupChangeException(GroupChangeException.Reason.QUORUM, refusal.get()));
    } else if (!sure) {
      world.after(LOOK_AGAIN, life, () -> look(removing, adding, answer, true));
    } else {
      raft.change(
          removing.map(HostPort::host), adding.map(HostPort::host), why -> end(why, answer));
    }
  }

  private void end(String why, CompletableFuture<Void> answer) {
    answers.execute(
        () -> {
          if (why.isEmpty()) {
            answer.complete(null);
          } else {
            answer.completeExceptionally(failure(why));
          }
        });
  }

  private static Exception failure(String why) {
    return switch (why) {
      case "busy" -> new GroupChangeException(GroupChangeException.Reason.BUSY, why);
      case "unreachable" -> new GroupChangeException(GroupChangeException.Reason.UNREACHABLE, why);
      default -> new NotLeaderException(why, Optional.empty());
    };
  }

  @Override
  public CompletableFuture<Void> transferLeadership(Optional<HostPort> to) {
    return replica.transferLeadership()
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.failedFuture(
            new NotLeaderException("it leads no more", Optional.empty()));
  }

  @Override
  public boolean found(List<HostPort> voters) {
    throw new IllegalStateException("the cluster is founded");
  }
}
