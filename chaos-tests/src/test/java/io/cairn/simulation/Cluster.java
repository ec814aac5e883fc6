package io.cairn.simulation;

import io.cairn.agent.session.Dialer;
import io.cairn.coordinator.replication.ClusterMember;
import io.cairn.coordinator.replication.Membership;
import io.cairn.process.HostPort;
import io.cairn.protocol.v1.Deploy;
import io.cairn.protocol.v1.JobSpec;
import io.cairn.storage.blob.InMemoryBlobStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** All processes, and what lies between them. */
final class Cluster {
  private final World world;
  private final Faults faults;
  private final Ledger ledger;
  private final Network network;
  private final World.Life eternal = new World.Life();
  private final InMemoryBlobStore files = new InMemoryBlobStore();
  private final Map<String, SimCoordinator> coordinators = new TreeMap<>();
  private final Map<String, SimAgent> agents = new TreeMap<>();
  private final List<Wire> wires = new ArrayList<>();
  private final Map<String, Long> arrivals = new LinkedHashMap<>();
  private final List<String> founders = new ArrayList<>();
  private int wiresMade;

  Cluster(World world, int coordinatorCount, int agentCount) {
    this.world = world;
    this.faults = new Faults(world);
    this.ledger = new Ledger(world, files, faults);
    this.network = new Network(world);
    for (int i = 1; i <= coordinatorCount; i++) {
      founders.add("c" + i);
    }
    founders.forEach(
        id -> {
          RaftDisk disk = RaftDisk.ofFounder(Voters.of(founders));
          coordinators.put(id, new SimCoordinator(id, this, disk));
        });
    for (int i = 1; i <= agentCount; i++) {
      agents.put("a" + i, new SimAgent("a" + i, this));
    }
  }

  void start() {
    coordinators.values().forEach(SimCoordinator::start);
    agents.values().forEach(SimAgent::start);
  }

  /** After each event: threads that wait for news get their turn. */
  void pump() {
    for (SimCoordinator coordinator : coordinators.values()) {
      coordinator.pump();
    }
  }

  World world() {
    return world;
  }

  Faults faults() {
    return faults;
  }

  Ledger ledger() {
    return ledger;
  }

  /** What is in the blob store, without its troubles. */
  InMemoryBlobStore files() {
    return files;
  }

  Network network() {
    return network;
  }

  World.Life eternal() {
    return eternal;
  }

  /** Those that serve; not those that were removed. */
  List<SimCoordinator> coordinators() {
    return coordinators.values().stream().filter(c -> !c.retired).toList();
  }

  /** A process with an empty disk, which waits to be added. */
  ClusterMember newcomer() {
    String id = "c" + (coordinators.size() + 1);
    SimCoordinator newcomer = new SimCoordinator(id, this, RaftDisk.inPlaceOfLost());
    coordinators.put(id, newcomer);
    newcomer.start();
    return member(id);
  }

  private static ClusterMember member(String id) {
    return new ClusterMember(id, SimGroup.address(id), new HostPort(id, 1), new HostPort(id, 3));
  }

  Collection<SimAgent> agents() {
    return agents.values();
  }

  List<Wire> wires() {
    return wires;
  }

  Graph graph(JobSpec spec) {
    return new Graph(
        spec.getGraph().getOperators(0).getParallelism(),
        spec.getGraph().getOperators(1).getParallelism());
  }

  /** The coordinator that is ready to act, in the newest term; null when there is none. */
  SimCoordinator leader() {
    SimCoordinator newest = null;
    long newestTerm = 0;
    for (SimCoordinator coordinator : coordinators.values()) {
      if (coordinator.isReady()) {
        long term = coordinator.replica().leadership().readyTerm().orElseThrow().value();
        if (term > newestTerm) {
          newest = coordinator;
          newestTerm = term;
        }
      }
    }
    return newest;
  }

  /**
   * Whether a coordinator that lost its disk may join again: the others are up and follow one
   * leader, and no other one is about it.
   */
  boolean mayRebuild(String id) {
    SimCoordinator leader = leader();
    return leader != null
        && leader.hearsAllBut(id)
        && coordinators().stream().noneMatch(c -> !c.id.equals(id) && isRebuilding(c, leader));
  }

  /** Whether all have their disks and what was on them. */
  boolean hasAllDisks() {
    SimCoordinator leader = leader();
    return coordinators().stream().noneMatch(c -> isRebuilding(c, leader));
  }

  /** One that waits to be added has nothing to get back. */
  private static boolean isRebuilding(SimCoordinator one, SimCoordinator leader) {
    return one.isRebuilding() && (leader == null || leader.voters().contains(one.id));
  }

  Membership membership(String self) {
    TreeSet<String> ids = new TreeSet<>(founders);
    ids.add(self);
    return new Membership(self, ids.stream().map(Cluster::member).toList());
  }

  List<String> sessionAddresses() {
    return founders.stream().map(id -> id + ":1").toList();
  }

  SimStore store(String id, World.Life life, Runnable die) {
    boolean agent = id.startsWith("a");
    return new SimStore(
        world,
        files,
        life,
        ledger,
        new SimStore.Trouble() {
          @Override
          public double failure() {
            return agent ? faults.agentStoreFailure() : faults.storeFailure();
          }

          @Override
          public double crash() {
            return agent ? faults.agentStoreCrash() : faults.storeCrash();
          }

          @Override
          public void die() {
            die.run();
          }
        });
  }

  Dialer dialer(String agent, World.Life life) {
    return (address, handler) -> {
      CompletableFuture<Void> opened = new CompletableFuture<>();
      String to = address.getHostString();
      long delay = network.isCut(agent, to) ? 1_000 * World.MILLI : world.delay(100, 4_000);
      world.after(
          delay,
          life,
          () -> {
            SimCoordinator target = coordinators.get(to);
            if (target == null || !target.isAlive() || network.isCut(agent, to)) {
              opened.completeExceptionally(new IOException("connection refused"));
              return;
            }
            opened.complete(null);
            wiresMade++;
            Wire wire =
                new Wire(
                    world,
                    wiresMade,
                    new Wire.Side<>(agent, life, handler),
                    new Wire.Side<>(to, target.life(), target.accept()));
            wires.add(wire);
            wire.whenEnded(() -> wires.remove(wire));
            wire.open();
          });
      return opened;
    };
  }

  /** The process is dead: its connections end. */
  void cutAll(String id) {
    List.copyOf(wires).stream()
        .filter(wire -> wire.agent.equals(id) || wire.coordinator.equals(id))
        .forEach(Wire::cutNow);
    wires.removeIf(wire -> wire.agent.equals(id) || wire.coordinator.equals(id));
  }

  /** Nothing passes between two processes any more, and nobody is told. */
  void cut(String a, String b) {
    world.trace("net", "cut %s from %s", a, b);
    network.cut(a, b);
    wires.stream()
        .filter(
            wire ->
                (wire.agent.equals(a) && wire.coordinator.equals(b))
                    || (wire.agent.equals(b) && wire.coordinator.equals(a)))
        .forEach(Wire::fallSilent);
  }

  private SimAttempt attempt(Deploy deploy, int task) {
    SimAgent agent = agents.get(deploy.getPlaces(task).getAgentId());
    SimAttempt attempt = agent == null ? null : agent.attempt(deploy.getJobId());
    return attempt != null && attempt.attempt() == deploy.getAttempt() ? attempt : null;
  }

  /** Whether every task of the attempt has its state, so that channels can be connected. */
  boolean isPrepared(Deploy deploy) {
    for (int task = 0; task < deploy.getPlacesCount(); task++) {
      SimAttempt attempt = attempt(deploy, task);
      if (attempt == null || !attempt.isPrepared()) {
        return false;
      }
    }
    return true;
  }

  /** A barrier on its way to a task; first in first out per channel. */
  void send(Deploy deploy, SimTask.Arrival arrival, int to) {
    String channel =
        deploy.getJobId() + "/" + deploy.getAttempt() + "/" + arrival.from() + "/" + to;
    long earliest = arrivals.getOrDefault(channel, 0L) + 1;
    long at = Math.max(earliest, world.micros() + world.delay(50, 30 * World.MILLI));
    arrivals.put(channel, at);
    world.after(at - world.micros(), eternal, () -> arrive(deploy, arrival, to));
  }

  private void arrive(Deploy deploy, SimTask.Arrival arrival, int to) {
    SimAttempt attempt = attempt(deploy, to);
    if (attempt == null) {
      return;
    }
    if (attempt.isPrepared() && !attempt.isRunning()) {
      // The receiver starts a moment later than the sender; its channel holds what came.
      send(deploy, arrival, to);
      return;
    }
    attempt.arrived(to, arrival);
  }

  /** An attempt's tasks on an agent are gone: their peers see the channels break. */
  void channelsBroke(SimAttempt gone) {
    for (SimAgent agent : agents.values()) {
      SimAttempt attempt = agent.attempt(gone.jobId());
      if (attempt != null && attempt != gone && attempt.attempt() == gone.attempt()) {
        attempt.later(world.delay(100, 5 * World.MILLI), attempt::peerGone);
      }
    }
  }
}
