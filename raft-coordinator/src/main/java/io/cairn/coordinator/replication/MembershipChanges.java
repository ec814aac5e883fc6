package io.cairn.coordinator.replication;

import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.MemberDirectory;
import io.cairn.coordinator.checkpoint.MemberState;
import io.cairn.coordinator.checkpoint.Outcome;
import io.cairn.coordinator.checkpoint.RemovedMember;
import io.cairn.coordinator.replication.GroupChangeException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Adds, removes and replaces coordinators, on the leader, one change at a time.
 *
 * <p>Raft's own configuration says who votes and knows only Raft addresses; the log describes where
 * else a coordinator is reached. So that nobody votes whom the others cannot name, a new one is
 * described first, then added; an old one is first removed, then its description. Each step does
 * nothing when it was done before: whoever was interrupted, by a crash of the leader too, asks
 * again.
 *
 * <p>Safe for use by any thread; does not block. Futures fail as those of {@link ReplicaGroup}.
 */
public final class MembershipChanges {
  private final ReplicatedState replica;
  private final ReplicaGroup group;
  private final CurrentMembership members;
  private @Nullable Running running;

  /** A change under way; whoever asks for the same waits for it too. */
  private record Running(Object what, CompletableFuture<Void> end) {}

  /**
   * In which term it is asked for, and by whom.
   *
   * @param who as they call themselves; for the history
   */
  public record Order(Term term, String who) {}

  /** Of a replica and its group. */
  public MembershipChanges(ReplicatedState replica, ReplicaGroup group, CurrentMembership members) {
    this.replica = replica;
    this.group = group;
    this.members = members;
  }

  /** Adds a coordinator that runs with an empty log; or corrects a member's addresses. */
  public CompletableFuture<Void> add(Order order, ClusterMember member) {
    return alone(List.of("add", member), () -> addNow(order, member, described(member)));
  }

  /** Removes a coordinator, dead or alive. A leader first hands leadership over. */
  public CompletableFuture<Void> remove(Order order, String id) {
    return alone(List.of("remove", id), () -> removeNow(order, id, Optional.empty()));
  }

  /** Puts a new coordinator in the place of an old one, dead or alive, in one step. */
  public CompletableFuture<Void> replace(Order order, String id, ClusterMember by) {
    if (id.equals(by.id())) {
      return failed(Reason.INVALID, "the new coordinator needs an id of its own, not " + id);
    }
    return alone(List.of("replace", id, by), () -> removeNow(order, id, Optional.of(by)));
  }

  private synchronized CompletableFuture<Void> alone(
      Object what, Supplier<CompletableFuture<Void>> change) {
    Running before = running;
    if (before != null && !before.end().isDone()) {
      return before.what().equals(what)
          ? before.end().copy()
          : failed(Reason.BUSY, "another change of the members is under way; try again then");
    }
    Running now = new Running(what, change.get());
    running = now;
    return now.end().copy();
  }

  private CompletableFuture<Void> addNow(Order order, ClusterMember member, boolean described) {
    return describe(order, Optional.of(member))
        .thenCompose(
            done ->
                votes(member)
                    ? CompletableFuture.completedFuture(null)
                    : undoing(
                        order,
                        member,
                        described,
                        group.change(Optional.empty(), Optional.of(member.raft()))));
  }

  private CompletableFuture<Void> removeNow(Order order, String id, Optional<ClusterMember> by) {
    Optional<ClusterMember> known = members.member(id);
    if (known.isEmpty()) {
      return alreadyRemoved(order, id, by);
    }
    ClusterMember old = known.get();
    if (old.raft().equals(members.self().raft())) {
      return handOver(id);
    }
    boolean described = by.isPresent() && described(by.get());
    return describe(order, by)
        .thenCompose(done -> exchange(order, old, by, described))
        .thenCompose(
            done ->
                propose(
                    order.term(),
                    List.of(
                        new Event.MemberRemoved(id, old.raft().toString(), false, order.who()))));
  }

  private CompletableFuture<Void> exchange(
      Order order, ClusterMember old, Optional<ClusterMember> by, boolean described) {
    Optional<ClusterMember> removing = Optional.of(old).filter(this::votes);
    Optional<ClusterMember> adding = by.filter(member -> !votes(member));
    if (removing.isEmpty() && adding.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> change =
        group.change(removing.map(ClusterMember::raft), adding.map(ClusterMember::raft));
    return adding.isEmpty() ? change : undoing(order, adding.get(), described, change);
  }

  private CompletableFuture<Void> alreadyRemoved(
      Order order, String id, Optional<ClusterMember> by) {
    for (RemovedMember removed : replica.state().members().removed().values()) {
      if (removed.id().equals(id)) {
        return by.isEmpty()
            ? CompletableFuture.completedFuture(null)
            : addNow(order, by.get(), described(by.get()));
      }
    }
    return failed(
        Reason.NO_SUCH_MEMBER,
        "there is no member "
            + id
            + "; there are "
            + members.members().stream().map(ClusterMember::id).toList());
  }

  /** The next leader is asked again, and does it. */
  private CompletableFuture<Void> handOver(String id) {
    if (group.status().voters().size() == 1) {
      return failed(Reason.QUORUM, id + " is the only replica: nobody would remain");
    }
    return group
        .transferLeadership(Optional.empty())
        .thenCompose(
            asked ->
                CompletableFuture.failedFuture(
                    new NotLeaderException(
                        id + " hands leadership over before it is removed", Optional.empty())));
  }

  /** The log names everyone from the first change on: those of the configuration, and the new. */
  private CompletableFuture<Void> describe(Order order, Optional<ClusterMember> adding) {
    MemberDirectory directory = replica.state().members();
    List<Event> events = new ArrayList<>();
    for (ClusterMember member : members.members()) {
      if (!directory.present().contains(member.id())) {
        events.add(new Event.MemberDescribed(stateOf(member)));
      }
    }
    adding
        .filter(member -> !described(member))
        .ifPresent(member -> events.add(new Event.MemberDescribed(stateOf(member), order.who())));
    return events.isEmpty()
        ? CompletableFuture.completedFuture(null)
        : propose(order.term(), events);
  }

  /** A new one that did not answer is forgotten, so that nobody is told of it. */
  private CompletableFuture<Void> undoing(
      Order order, ClusterMember member, boolean described, CompletableFuture<Void> change) {
    return change.exceptionallyCompose(
        failure -> {
          Throwable cause = unwrap(failure);
          if (described || !(cause instanceof GroupChangeException)) {
            return CompletableFuture.failedFuture(cause);
          }
          Event undo =
              new Event.MemberRemoved(member.id(), member.raft().toString(), true, order.who());
          return propose(order.term(), List.of(undo))
              .exceptionally(alsoFailed -> null)
              .thenCompose(undone -> CompletableFuture.failedFuture(cause));
        });
  }

  private CompletableFuture<Void> propose(Term term, List<Event> events) {
    return replica
        .propose(term, events)
        .thenCompose(
            outcomes -> {
              for (Outcome outcome : outcomes) {
                if (outcome instanceof Outcome.Rejected rejected) {
                  return failed(reasonOf(rejected.code()), rejected.reason());
                }
              }
              return CompletableFuture.completedFuture(null);
            });
  }

  private boolean votes(ClusterMember member) {
    return group.status().voters().contains(member.raft());
  }

  private boolean described(ClusterMember member) {
    return stateOf(member).equals(replica.state().members().present().get(member.id()));
  }

  private static MemberState stateOf(ClusterMember member) {
    return new MemberState(
        member.id(),
        member.raft().toString(),
        member.session().toString(),
        member.admin().toString());
  }

  private static Reason reasonOf(Outcome.Code code) {
    return switch (code) {
      case LIMIT -> Reason.LIMIT;
      case INVALID -> Reason.INVALID;
      default -> Reason.CONFLICT;
    };
  }

  private static <T> CompletableFuture<T> failed(Reason reason, String why) {
    return CompletableFuture.failedFuture(new GroupChangeException(reason, why));
  }

  private static Throwable unwrap(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
