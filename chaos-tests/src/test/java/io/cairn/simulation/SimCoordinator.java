package io.cairn.simulation;

import io.cairn.coordinator.leader.AgentLiveness;
import io.cairn.coordinator.leader.LeaderDesk;
import io.cairn.coordinator.leader.LeaderSettings;
import io.cairn.coordinator.leader.LiveProgress;
import io.cairn.coordinator.leader.StoreThreads;
import io.cairn.coordinator.replication.Membership;
import io.cairn.coordinator.replication.MembershipChanges;
import io.cairn.coordinator.replication.SimulatedReplica;
import io.cairn.coordinator.session.SessionDesk;
import io.cairn.coordinator.session.SessionSettings;
import io.cairn.protocol.channel.ConnectionHandler;
import io.cairn.protocol.v1.AgentMessage;
import io.cairn.protocol.v1.CoordinatorMessage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A coordinator process: the shipped replica, leader and sessions, started again after a crash. */
final class SimCoordinator {
  static final long LEASE_MILLIS = 3_000;
  private static final int SNAPSHOT_EVERY = 60;

  final String id;
  private final Cluster cluster;
  private final World world;
  private RaftDisk disk;
  boolean retired;
  private World.Life life = new World.Life();
  private Running running;

  /** Everything of one run of the process. */
  private final class Running implements Up, SimulatedReplica.Log {
    private final World.Life life;
    private final SimThread applyThread;
    private final SimThread sessionThread;
    private final SimThread answers;
    private final RaftNode raft;
    private final SimulatedReplica replica;
    private final LeaderDesk leader;
    private final SessionDesk sessions;
    private final MembershipChanges changes;
    private final Map<Long, SimulatedReplica.Appended> waiting = new TreeMap<>();
    private final RaftDisk disk;
    private long wallOffset = world.random.nextLong(-100_000, 100_000);
    private long applied;
    private boolean turnDue;
    private boolean appendDue;
    private long turnNumber;

    Running(World.Life life) {
      this.life = life;
      this.disk = SimCoordinator.this.disk;
      this.applyThread = SimThread.one(world, life);
      this.sessionThread = SimThread.one(world, life);
      this.answers = SimThread.one(world, life);
      this.raft = new RaftNode(id, disk, world, life, cluster.network(), this);
      Membership membership = cluster.membership(id);
      this.replica =
          new SimulatedReplica(
              membership,
              this,
              new SimulatedReplica.Threads(answers, this::later),
              this::halt,
              new SimulatedReplica.Clocks(this::nanos, this::wallMillis));
      this.changes =
          new MembershipChanges(
              replica, new SimGroup(raft, replica, answers, life, world), replica.members());
      AgentLiveness liveness = new AgentLiveness(this::nanos);
      this.leader =
          new LeaderDesk(
              replica,
              cluster.store(id, life, () -> crash("in the store")),
              new StoreThreads(store(), store(), store()),
              liveness,
              new LeaderSettings(LEASE_MILLIS),
              this::nanos);
      this.sessions =
          new SessionDesk(
              replica,
              membership,
              liveness,
              new LiveProgress(),
              new SessionSettings(LEASE_MILLIS, cluster.faults().intake()),
              new SessionDesk.Owner(sessionThread, this::nanos));
    }

    private long nanos() {
      return world.nanos(life);
    }

    private long wallMillis() {
      return world.wallMillis(wallOffset);
    }

    private Executor later(long millis) {
      return task -> world.after(millis * World.MILLI, life, () -> answers.execute(task));
    }

    private SimThread store() {
      return SimThread.pool(world, life, cluster.faults()::storeDelay);
    }

    private void start() {
      if (disk.snapshot != null) {
        replica.install(disk.base, disk.snapshot);
        applied = disk.base;
        world.count("raft: restart from a snapshot");
      }
      replica.subscribe(cluster.ledger().of(id));
      leader.listenToState();
      leader.listenToLeadership();
      sessions.listen();
      var unused =
          sessionThread.scheduleWithFixedDelay(sessions::sweep, 500, 500, TimeUnit.MILLISECONDS);
      cluster.network().join(raft, life);
      raft.start();
      new SimRebuilding(disk, replica, world, life).watch();
    }

    private void halt(String what, Throwable cause) {
      if (cause instanceof Violation seenByListener) {
        throw seenByListener;
      }
      if (cause instanceof World.Died died) {
        throw died;
      }
      Violation violation = new Violation(id + " halts: " + what);
      violation.initCause(cause);
      throw violation;
    }

    /** Called after every event: what the threads that wait would now do is put on the clock. */
    private void pump() {
      if (!turnDue && leader.hasNews()) {
        turnDue = true;
        turnNumber++;
        world.after(world.delay(1, 2 * World.MILLI), life, this::turn);
      }
    }

    private void turn() {
      turnDue = false;
      long wait = SimThread.turnOf(leader);
      turnNumber++;
      long number = turnNumber;
      world.after(
          wait * World.MILLI,
          life,
          () -> {
            if (number == turnNumber) {
              turn();
            }
          });
      appendSoon();
    }

    private void appendSoon() {
      if (!appendDue) {
        appendDue = true;
        world.after(
            world.delay(1, 500),
            life,
            () -> {
              appendDue = false;
              while (replica.appendNow()) {
                // once more
              }
            });
      }
    }

    @Override
    public void append(SimulatedReplica.Appended entry) {
      long index = raft.append(entry.term(), entry.data());
      if (index < 0) {
        answers.execute(() -> entry.failed("expected_term=" + entry.term() + ", is another"));
      } else {
        waiting.put(index, entry);
      }
    }

    @Override
    public void proposed() {
      appendSoon();
    }

    @Override
    public boolean transfer() {
      world.count("leadership handed over");
      if (!raft.isLeader()) {
        return false;
      }
      List<String> others = disk.voters().now().stream().filter(p -> !p.equals(id)).toList();
      if (!others.isEmpty()) {
        String heir = others.get(world.random.nextInt(others.size()));
        cluster.network().to(id, heir, RaftNode::stand);
      }
      return !others.isEmpty();
    }

    @Override
    public void confirmRead(long withinMillis, Consumer<String> then) {
      raft.reads.confirm(withinMillis, then);
    }

    @Override
    public void misfiled(long wantedTerm, long term) {
      throw new Violation(
          id + ": a decision of term " + wantedTerm + " was put into the log of term " + term);
    }

    @Override
    public void leads(long term) {
      applyThread.execute(
          () -> {
            replica.leaderStart(term);
            appendSoon();
          });
    }

    @Override
    public void leadsNoMore() {
      Map<Long, SimulatedReplica.Appended> lost = new TreeMap<>(waiting);
      waiting.clear();
      lost.values()
          .forEach(entry -> answers.execute(() -> entry.failed("the leader stepped down")));
      applyThread.execute(replica::leaderStop);
    }

    @Override
    public void follows(String leaderId, long term) {
      applyThread.execute(() -> replica.following(SimGroup.address(leaderId), term));
    }

    @Override
    public void committed(long upTo) {
      applyThread.execute(() -> applyUpTo(upTo));
    }

    private void applyUpTo(long upTo) {
      while (applied < upTo && applied < disk.last() && applied >= disk.base) {
        applied++;
        RaftDisk.Rec rec = disk.log.get((int) (applied - disk.base - 1));
        if (rec.voters() != null) {
          cluster.ledger().passed(applied);
          continue;
        }
        SimulatedReplica.Appended mine = waiting.remove(applied);
        boolean same = mine != null && mine.term() == rec.term();
        replica.apply(applied, rec.term(), rec.data(), same ? mine.closure() : null);
      }
      raft.reads.applied(applied);
      if (applied - disk.base >= SNAPSHOT_EVERY) {
        disk.compact(applied, replica.snapshot());
        world.count("raft: log compacted");
      }
      appendSoon();
    }

    @Override
    public void install(long index, byte[] snapshot) {
      applyThread.execute(
          () -> {
            if (index > applied) {
              replica.install(index, snapshot);
              applied = index;
              raft.reads.applied(applied);
            }
          });
    }
  }

  SimCoordinator(String id, Cluster cluster, RaftDisk disk) {
    this.id = id;
    this.disk = disk;
    this.cluster = cluster;
    this.world = cluster.world();
  }

  void start() {
    if (retired || (running != null && !life.isOver())) {
      return;
    }
    if (disk.isRebuilding() && disk.last() == 0 && !cluster.mayRebuild(id)) {
      startAfter(200 * World.MILLI); // as docs/operations.md has it: the others must be well
      return;
    }
    life = World.Life.of(() -> crash("at a failpoint"));
    running = new Running(life);
    running.start();
    world.trace(id, "starts; its log ends at %d", disk.last());
  }

  void crash(String why) {
    if (!life.isOver() && running != null) {
      world.count("fault: coordinator crashes");
      world.trace(id, "crashes %s", why);
      life.end();
      cluster.cutAll(id);
      startAfter(world.delay(50 * World.MILLI, 3_000 * World.MILLI));
    }
  }

  private void startAfter(long delay) {
    world.after(delay, cluster.eternal(), this::start);
  }

  /** It dies, and what was on its disk is gone. */
  void loseDisk() {
    if (isAlive()) {
      world.count("fault: coordinator loses its disk");
      crash("and loses its disk");
      disk = RaftDisk.inPlaceOfLost();
    }
  }

  /** It was removed, and its process ends for good. */
  void retire() {
    retired = true;
    crash("and was removed");
  }

  /** Who votes, as far as it knows. */
  Voters voters() {
    return disk.voters();
  }

  /** Changes of members, on this leader. */
  MembershipChanges changes() {
    return running.changes;
  }

  /** It does not vote, because it has forgotten what it voted and acknowledged. */
  boolean isRebuilding() {
    return disk.isRebuilding();
  }

  /** It leads, and has heard of all the others but one lately. */
  boolean hearsAllBut(String lost) {
    return isReady() && running.raft.hearsAllBut(lost);
  }

  /** It stands still for a while: a virtual machine that is moved, a long collection. */
  void pause() {
    pause(world.delay(50 * World.MILLI, 4_000 * World.MILLI));
  }

  void pause(long micros) {
    if (isAlive()) {
      world.count("fault: coordinator is paused");
      boolean clockToo = world.chance(0.3);
      world.trace(id, "is paused for %d us, its clock too: %s", micros, clockToo);
      world.pause(life, micros, clockToo);
    }
  }

  /** Its wall clock is set. */
  void jumpWallClock(long millis) {
    if (isAlive()) {
      world.trace(id, "its wall clock jumps by %d ms", millis);
      running.wallOffset += millis;
    }
  }

  boolean isAlive() {
    return running != null && !life.isOver();
  }

  boolean isReady() {
    return isAlive() && !world.isPaused(life) && running.replica.leadership().isReady();
  }

  SimulatedReplica replica() {
    return running.replica;
  }

  World.Life life() {
    return life;
  }

  ConnectionHandler<AgentMessage, CoordinatorMessage> accept() {
    return running.sessions.connection();
  }

  void pump() {
    if (isAlive()) {
      running.pump();
    }
  }
}
