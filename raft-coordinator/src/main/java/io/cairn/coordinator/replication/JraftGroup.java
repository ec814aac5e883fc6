package io.cairn.coordinator.replication;

import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.RaftError;
import io.cairn.coordinator.replication.GroupChangeException.Reason;
import io.cairn.process.HostPort;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The group as jraft runs it. Safe for use by any thread. */
final class JraftGroup implements ReplicaGroup {
  /**
   * jraft gives a new replica up that is silent for one election timeout, as one is whose process
   * has just started, or whose machine is busy.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final long PAUSE_MILLIS = 200;

  private final Source node;
  private final LogStateMachine fsm;
  private final LeadershipTracker leadership;
  private final StateHashes hashes;
  private final Rebuilding rebuilding;
  private final Executor answers;

  /**
   * A change, until when a new replica may be silent, and whether it was looked twice who lives.
   */
  private record Change(
      Optional<HostPort> removing, Optional<HostPort> adding, long deadlineNanos, boolean sure) {
    Change looked() {
      return new Change(removing, adding, deadlineNanos, true);
    }
  }

  /** The node while it runs. */
  interface Source {
    @Nullable Node get();
  }

  /** What a replica has besides its node: its hashes, its memory of votes, and a thread. */
  record Beside(StateHashes hashes, Rebuilding rebuilding, Executor answers) {}

  JraftGroup(Source node, LogStateMachine fsm, LeadershipTracker leadership, Beside beside) {
    this.node = node;
    this.fsm = fsm;
    this.leadership = leadership;
    this.hashes = beside.hashes();
    this.rebuilding = beside.rebuilding();
    this.answers = beside.answers();
  }

  @Override
  public ReplicaStatus status() {
    long term = leadership.view().currentTerm();
    Node current = node.get();
    if (current == null) {
      return new ReplicaStatus(term, 0, 0, 0, List.of());
    }
    // In this order: what is applied by then is in the hashes.
    long applied = current.getLastAppliedLogIndex();
    long hash = hashes.at(applied).orElse(0);
    return new ReplicaStatus(term, current.getLastLogIndex(), applied, hash, voters(current));
  }

  private List<HostPort> voters(Node current) {
    if (current.isLeader()) {
      try {
        return addresses(current.listPeers());
      } catch (IllegalStateException over) {
        // It leads no longer: as any other.
      }
    }
    List<HostPort> changed = fsm.voters();
    if (!changed.isEmpty() || current.getLastLogIndex() == 0) {
      return changed;
    }
    // jraft tells of changes only. Without one, those vote with whom the cluster was founded.
    return fsm.members().members().stream().map(ClusterMember::raft).toList();
  }

  @Override
  public OptionalLong stateHashAt(long index) {
    Node current = node.get();
    return current == null || current.getLastAppliedLogIndex() < index
        ? OptionalLong.empty()
        : hashes.at(index);
  }

  @Override
  public CompletableFuture<Void> change(Optional<HostPort> removing, Optional<HostPort> adding) {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    attempt(new Change(removing, adding, System.nanoTime() + PATIENCE.toNanos(), false), answer);
    return answer;
  }

  private void attempt(Change change, CompletableFuture<Void> answer) {
    Optional<HostPort> removing = change.removing();
    Optional<HostPort> adding = change.adding();
    Node current = node.get();
    if (current == null || !current.isLeader()) {
      answer.completeExceptionally(notLeader("this replica does not lead"));
      return;
    }
    try {
      List<PeerId> peers = current.listPeers();
      Optional<String> refusal =
          QuorumRule.refusal(
              addresses(peers), addresses(current.listAlivePeers()), removing, adding);
      if (refusal.isPresent()) {
        answer.completeExceptionally(new GroupChangeException(Reason.QUORUM, refusal.get()));
        return;
      }
      if (removing.isPresent() && !change.sure()) {
        // One that died less than an election timeout ago still counts as living.
        later(current.getOptions().getElectionTimeoutMs() + PAUSE_MILLIS, change.looked(), answer);
        return;
      }
      Configuration wanted = new Configuration(peers);
      removing.map(JraftAddresses::peer).ifPresent(wanted::removePeer);
      adding.map(JraftAddresses::peer).ifPresent(wanted::addPeer);
      current.changePeers(wanted, status -> answers.execute(() -> end(status, change, answer)));
    } catch (IllegalStateException over) { // jraft's way to say that it leads no longer
      answer.completeExceptionally(notLeader(String.valueOf(over.getMessage())));
    }
  }

  private void later(long millis, Change change, CompletableFuture<Void> answer) {
    CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, answers)
        .execute(() -> attempt(change, answer));
  }

  private void end(Status status, Change change, CompletableFuture<Void> answer) {
    if (status.isOk()) {
      answer.complete(null);
    } else if (status.getCode() == RaftError.EBUSY.getNumber()) {
      answer.completeExceptionally(busy());
    } else if (status.getCode() == RaftError.ECATCHUP.getNumber()
        && System.nanoTime() - change.deadlineNanos() < 0) {
      later(PAUSE_MILLIS, change, answer);
    } else if (status.getCode() == RaftError.ECATCHUP.getNumber()) {
      answer.completeExceptionally(
          new GroupChangeException(
              Reason.UNREACHABLE,
              "no coordinator takes the log at "
                  + change.adding().map(HostPort::toString).orElse("the new address")
                  + "; start it first (bootstrap: false, an empty directory), and look whether this"
                  + " address is the one it serves"));
    } else {
      answer.completeExceptionally(notLeader(String.valueOf(status.getErrorMsg())));
    }
  }

  @Override
  public CompletableFuture<Void> transferLeadership(Optional<HostPort> raft) {
    Node current = node.get();
    if (current == null || !leadership.view().isReady()) {
      return CompletableFuture.failedFuture(notLeader("this replica does not lead"));
    }
    Status status =
        current.transferLeadershipTo(raft.map(JraftAddresses::peer).orElse(PeerId.ANY_PEER));
    if (status.isOk()) {
      return CompletableFuture.completedFuture(null);
    }
    return CompletableFuture.failedFuture(
        switch (RaftError.forNumber(status.getCode())) {
          case EBUSY -> busy();
          case EPERM -> notLeader("this replica does not lead");
          default ->
              new GroupChangeException(
                  Reason.INVALID,
                  raft.map(address -> address + " does not vote")
                      .orElse("there is no other replica that could lead"));
        });
  }

  @Override
  public boolean found(List<HostPort> voters) {
    Node current = node.get();
    if (current == null || current.getLastLogIndex() > 0 || !fsm.voters().isEmpty()) {
      return false;
    }
    Configuration first = new Configuration();
    voters.forEach(address -> first.addPeer(JraftAddresses.peer(address)));
    // COMMIT POINT: it holds nothing and takes part in a founding: it has forgotten nothing.
    return rebuilding.cleared() && current.resetPeers(first).isOk();
  }

  private static List<HostPort> addresses(List<PeerId> peers) {
    return peers.stream().map(JraftAddresses::address).toList();
  }

  private static GroupChangeException busy() {
    return new GroupChangeException(
        Reason.BUSY,
        "another change of the members, or of the leader, is under way; try again when it is done");
  }

  private NotLeaderException notLeader(String why) {
    return new NotLeaderException(why, leadership.view().leaderId());
  }
}
