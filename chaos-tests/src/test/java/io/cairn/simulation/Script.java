package io.cairn.simulation;

import io.cairn.coordinator.checkpoint.AbortReason;
import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.StopMode;
import java.util.ArrayList;
import java.util.List;

/** What people do and what breaks, in one run. */
final class Script {
  private final Cluster cluster;
  private final World world;
  private final Faults faults;
  private final People people;
  private final Jobs jobs;
  private final Savepoints savepoints;
  private final MemberMoves members;
  private final Operations operations;
  private final long faultsUntil;
  private int requests;

  Script(Cluster cluster, long faultsUntil) {
    this.cluster = cluster;
    this.world = cluster.world();
    this.faults = cluster.faults();
    this.faultsUntil = faultsUntil;
    this.people = new People(cluster);
    this.jobs = new Jobs(cluster, people);
    this.members = new MemberMoves(cluster);
    this.savepoints = new Savepoints(world, people, jobs);
    this.operations = new Operations(cluster, people, jobs);
  }

  void start() {
    cluster.ledger().transitions().watch(this::moved);
    jobs.start();
    people.start();
    world.after(world.delay(0, 900 * World.MILLI), cluster.eternal(), this::trouble);
  }

  Jobs jobs() {
    return jobs;
  }

  Savepoints savepoints() {
    return savepoints;
  }

  private void trouble() {
    members.retireRemoved();
    if (world.micros() >= faultsUntil) {
      return;
    }
    int dice = world.random.nextInt(faults.hasAgentTrouble() ? 41 : 31);
    if (dice < 3) {
      crashOneOf(coordinators());
    } else if (dice < 5) {
      crashLeader();
    } else if (dice < 7) {
      isolateCoordinator();
    } else if (dice < 8) {
      cutBriefly(anyOf(agents()).id, anyOf(coordinators()).id);
    } else if (dice < 10) {
      breakWire();
    } else if (dice < 11) {
      askForTransfer();
    } else if (dice < 12) {
      person();
    } else if (dice < 14) {
      pauseOne();
    } else if (dice < 15) {
      jumpWallClock();
    } else if (dice < 16) {
      changeSettings();
    } else if (dice < 17) {
      loseDisk();
    } else if (dice < 23) {
      touchSavepoint();
    } else if (dice < 25) {
      members.begin();
    } else if (dice < 31) {
      operate();
    } else {
      agentTrouble(dice - 31);
    }
    world.after(
        world.delay(20 * World.MILLI, 1_200 * World.MILLI), cluster.eternal(), this::trouble);
  }

  /** A checkpoint goes on: faults like to come at such a moment. */
  private void moved(JobState job, CheckpointState checkpoint) {
    if (world.micros() >= faultsUntil || !world.chance(0.05)) {
      return;
    }
    Runnable fault =
        switch (world.random.nextInt(faults.hasAgentTrouble() ? 4 : 2)) {
          case 0 -> this::crashLeader;
          case 1 -> this::pauseLeader;
          case 2 -> () -> abort(job, checkpoint);
          default -> () -> failTask(job);
        };
    world.count("fault: at the moment of " + checkpoint.status());
    world.after(world.delay(0, 40 * World.MILLI), cluster.eternal(), fault);
  }

  private void pauseOne() {
    SimCoordinator leader = cluster.leader();
    if (leader != null && world.chance(0.2)) {
      world.count("fault: leader is paused while another is down");
      coordinators().stream().filter(c -> c != leader).findAny().get().crash("with the leader");
      leader.pause(world.delay(2_000 * World.MILLI, 4_500 * World.MILLI));
    } else {
      anyOf(coordinators()).pause();
    }
  }

  private void pauseLeader() {
    SimCoordinator leader = cluster.leader();
    if (leader != null) {
      leader.pause();
    }
  }

  private void failTask(JobState job) {
    SimAttempt attempt = anyOf(agents()).attempt(job.id().value());
    if (attempt != null) {
      attempt.breakDown();
    }
  }

  private void abort(JobState job, CheckpointState checkpoint) {
    people.propose(
        new Event.AbortCheckpoint(job.id(), checkpoint.id(), AbortReason.PERSON, "on purpose"));
  }

  /** Never two at a time: of three, two would then have forgotten what they confirmed. */
  private void loseDisk() {
    SimCoordinator leader = cluster.leader();
    SimCoordinator one = anyOf(coordinators());
    boolean enough =
        leader != null
            && leader.voters().now().size() >= 3
            && !leader.voters().isJoint()
            && leader.voters().contains(one.id);
    if (enough && cluster.hasAllDisks() && !members.isUnderWay()) {
      one.loseDisk();
    }
  }

  private void jumpWallClock() {
    boolean back = world.chance(0.5);
    world.count("fault: wall clock jumps " + (back ? "back" : "forward"));
    long millis = world.delay(1_000, 100L * 24 * 3_600_000);
    anyOf(coordinators()).jumpWallClock(back ? -millis : millis);
  }

  private void changeSettings() {
    JobState job = jobs.any();
    if (job != null) {
      jobs.change(job);
    }
  }

  private void touchSavepoint() {
    JobState job = jobs.any();
    if (job != null) {
      savepoints.touch(job);
    }
  }

  private void operate() {
    JobState job = jobs.any();
    if (job != null) {
      operations.touch(job);
    }
  }

  private void crashOneOf(List<SimCoordinator> candidates) {
    anyOf(candidates).crash("by the script");
  }

  private void crashLeader() {
    SimCoordinator leader = cluster.leader();
    if (leader != null) {
      world.count("fault: leader crashes");
      leader.crash("as leader");
    }
  }

  private void isolateCoordinator() {
    SimCoordinator one = world.chance(0.7) ? cluster.leader() : anyOf(coordinators());
    if (one == null) {
      return;
    }
    world.count("fault: coordinator cut from the others");
    coordinators().stream().filter(c -> c != one).forEach(c -> cluster.cut(one.id, c.id));
    healAfter(world.delay(100 * World.MILLI, 2_500 * World.MILLI));
  }

  private void cutBriefly(String agent, String coordinator) {
    world.count("fault: agent cut from a coordinator");
    cluster.cut(agent, coordinator);
    healAfter(world.delay(10 * World.MILLI, 500 * World.MILLI));
  }

  private void healAfter(long delay) {
    world.after(delay, cluster.eternal(), cluster.network()::heal);
  }

  private void breakWire() {
    if (!cluster.wires().isEmpty()) {
      world.count("fault: connection breaks");
      Wire wire = anyOf(cluster.wires());
      wire.cutNow();
    }
  }

  private void askForTransfer() {
    SimCoordinator leader = cluster.leader();
    if (leader != null) {
      leader.replica().transferLeadership();
    }
  }

  private void person() {
    JobState job = jobs.any();
    if (job != null && !job.retained().isEmpty() && world.chance(0.5)) {
      world.count("fault: abort asked for after the completion");
      people.propose(
          new Event.AbortCheckpoint(
              job.id(), anyOf(job.retained()).id(), AbortReason.PERSON, "too late"));
    } else if (job != null && !faults.coordinatorsOnly) {
      // With two at a time the one that completes later would end the other: no coordinator's
      // fault.
      requests++;
      people.propose(
          new Event.CheckpointRequest(
              job.id(), CheckpointKind.MANUAL, "manual-" + requests, world.chance(0.3)));
    }
  }

  private void agentTrouble(int dice) {
    JobState job = jobs.any();
    if (dice < 3) {
      anyOf(agents()).crash("by the script");
    } else if (dice < 4) {
      SimAgent agent = anyOf(agents());
      world.count("fault: agent cut from all");
      coordinators().forEach(c -> cluster.cut(agent.id, c.id));
      healAfter(world.delay(500 * World.MILLI, 6_000 * World.MILLI));
    } else if (dice < 5) {
      anyOf(agents()).pause();
    } else if (job == null) {
      return;
    } else if (dice < 7) {
      failTask(job);
    } else if (dice < 8 && world.chance(0.15)) {
      jobs.stop(job, world.chance(0.7) ? StopMode.CANCEL : StopMode.DRAIN);
    } else if (!job.unfinished().isEmpty()) {
      abort(job, anyOf(job.unfinished()));
    }
  }

  /** Nothing breaks any more; what was cut is joined again. */
  void end() {
    faults.end();
    cluster.network().heal();
    // Connections that fell silent while they were cut stay so; the sessions find that out.
    world.trace("net", "faults have ceased");
  }

  private List<SimCoordinator> coordinators() {
    return new ArrayList<>(cluster.coordinators());
  }

  private List<SimAgent> agents() {
    return new ArrayList<>(cluster.agents());
  }

  private <T> T anyOf(List<T> things) {
    return things.get(world.random.nextInt(things.size()));
  }
}
