package io.cairn.simulation;

import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.replication.SimulatedReplica;
import io.cairn.coordinator.replication.Term;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Commands and reads of people. Each linearizable read is held against all that had happened
 * anywhere when it began.
 */
final class People {
  private static final long GRACE_NANOS = 500_000_000L;

  private final Cluster cluster;
  private final World world;
  private boolean over;

  People(Cluster cluster) {
    this.cluster = cluster;
    this.world = cluster.world();
  }

  void start() {
    world.after(world.delay(0, 500 * World.MILLI), cluster.eternal(), this::readNow);
  }

  /** Nobody reads any more. */
  void end() {
    over = true;
  }

  /** Asks the leader, if there is one. */
  void propose(Event event) {
    SimCoordinator leader = cluster.leader();
    if (leader != null) {
      Term term = leader.replica().leadership().readyTerm().orElseThrow();
      var unused = leader.replica().propose(term, List.of(event));
    }
  }

  private void readNow() {
    if (!over) {
      List<SimCoordinator> all = List.copyOf(cluster.coordinators());
      SimCoordinator one = all.get(world.random.nextInt(all.size()));
      if (one.isAlive() && !world.isPaused(one.life())) {
        read(one);
      }
      world.after(
          world.delay(30 * World.MILLI, 500 * World.MILLI), cluster.eternal(), this::readNow);
    }
  }

  private void read(SimCoordinator one) {
    long floor = cluster.ledger().index();
    CompletableFuture<SimulatedReplica.At> answer = one.replica().readWithIndex();
    var unused =
        answer.whenComplete(
            (at, trouble) -> {
              world.count(trouble == null ? "read answered" : "read refused");
              if (trouble == null) {
                answered(one.id, floor, at.index(), at.state());
              }
            });
    long limit = SimulatedReplica.readLimit().toNanos() + GRACE_NANOS;
    mustEnd(answer, one, world.nanos(one.life()) + limit);
  }

  /** In bounded time, by the clock of the process that was asked. */
  private void mustEnd(CompletableFuture<?> answer, SimCoordinator one, long deadlineNanos) {
    World.Life life = one.life();
    world.after(
        (deadlineNanos - world.nanos(life)) / 1_000 + World.MILLI,
        life,
        () -> {
          if (world.nanos(life) < deadlineNanos) {
            mustEnd(answer, one, deadlineNanos);
          } else {
            // After a pause everything that was due comes first.
            world.after(
                50 * World.MILLI,
                life,
                () -> Violation.unless(answer.isDone(), "%s never answers a read", one.id));
          }
        });
  }

  private void answered(String id, long floor, long index, ClusterState state) {
    Violation.unless(
        index >= floor,
        "%s answers a read as of index %d; index %d was applied before it began",
        id,
        index,
        floor);
    Violation.unless(
        cluster.ledger().hashAt(index) == state.stateHash(),
        "%s answers a read with another state than that of index %d",
        id,
        index);
  }
}
