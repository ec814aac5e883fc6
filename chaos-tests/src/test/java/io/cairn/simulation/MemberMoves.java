package io.cairn.simulation;

import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.replication.ClusterMember;
import io.cairn.coordinator.replication.GroupChangeException;
import io.cairn.coordinator.replication.MembershipChanges.Order;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** People add, remove and replace coordinators, one change at a time, and ask again. */
@SuppressWarnings("ReferenceEquality") // each is a change of its own
final class MemberMoves {
  /** So many processes are started at most besides the founders. */
  private static final int MAX_NEWCOMERS = 2;

  private static final long PAUSE = 150 * World.MILLI;
  private static final long PATIENCE = 6_000 * World.MILLI;

  private final Cluster cluster;
  private final World world;
  private int newcomers;
  private Move underWay;

  private record Move(String what, String old, ClusterMember fresh, long deadline) {}

  MemberMoves(Cluster cluster) {
    this.cluster = cluster;
    this.world = cluster.world();
  }

  boolean isUnderWay() {
    return underWay != null;
  }

  /** Somebody begins a change, if none is under way and all have their disks. */
  void begin() {
    SimCoordinator leader = cluster.leader();
    if (underWay != null || leader == null || !cluster.hasAllDisks()) {
      return;
    }
    Set<String> voters = leader.voters().now();
    String old = voters.stream().skip(world.random.nextInt(voters.size())).findFirst().get();
    boolean may = newcomers < MAX_NEWCOMERS;
    int dice = world.random.nextInt(3);
    if (dice == 0 && may) {
      start("add", null, fresh());
    } else if (dice == 1 && may) {
      start("replace", old, fresh());
    } else if (voters.size() > 2) {
      start("remove", old, null);
    }
  }

  private ClusterMember fresh() {
    newcomers++;
    return cluster.newcomer();
  }

  private void start(String what, String old, ClusterMember fresh) {
    underWay = new Move(what, old, fresh, world.micros() + PATIENCE);
    world.count("member " + what + " begun");
    world.trace("net", "people %s %s %s", what, old, fresh);
    ask();
  }

  private void ask() {
    SimCoordinator leader = cluster.leader();
    if (leader == null) {
      again("no leader");
      return;
    }
    Order order = new Order(leader.replica().leadership().readyTerm().orElseThrow(), "ada");
    Move move = underWay;
    var unused = asked(leader, order).whenComplete((done, failure) -> answered(move, failure));
    // A leader that dies never answers.
    world.after(
        PATIENCE,
        cluster.eternal(),
        () -> {
          if (underWay == move) {
            end("not known");
          }
        });
  }

  private CompletableFuture<Void> asked(SimCoordinator leader, Order order) {
    return switch (underWay.what()) {
      case "add" -> leader.changes().add(order, underWay.fresh());
      case "remove" -> leader.changes().remove(order, underWay.old());
      default -> leader.changes().replace(order, underWay.old(), underWay.fresh());
    };
  }

  private void answered(Move move, Throwable failure) {
    if (underWay != move) {
      return;
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause == null) {
      end("done");
    } else if (cause instanceof GroupChangeException refused
        && refused.reason() != GroupChangeException.Reason.BUSY) {
      end("refused: " + refused.reason());
    } else {
      again(String.valueOf(cause.getMessage()));
    }
  }

  private void again(String why) {
    Move move = underWay;
    if (world.micros() > move.deadline()) {
      end("given up");
      return;
    }
    world.trace("net", "asks again to %s: %s", move.what(), why);
    world.after(
        PAUSE,
        cluster.eternal(),
        () -> {
          if (underWay == move) {
            ask();
          }
        });
  }

  private void end(String how) {
    world.count("member " + underWay.what() + " " + how);
    world.trace("net", "to %s ends: %s", underWay.what(), how);
    for (var job : cluster.ledger().state().jobs().values()) {
      for (CheckpointState open : job.unfinished()) {
        world.count("member change beside a checkpoint " + open.status());
      }
    }
    underWay = null;
  }

  /** Processes that were removed, or are not to be added after all, end. */
  void retireRemoved() {
    var described = cluster.ledger().state().members().present();
    for (SimCoordinator one : cluster.coordinators()) {
      if (underWay == null && described.size() > 0 && !described.contains(one.id)) {
        world.count("coordinator retires");
        one.retire();
      }
    }
  }
}
