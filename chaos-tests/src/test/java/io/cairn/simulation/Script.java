package io.cairn.simulation;

import io.cairn.coordinator.checkpoint.AbortReason;
import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.CheckpointPolicy;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.StopMode;
import io.cairn.coordinator.replication.Term;
import java.util.ArrayList;
import java.util.List;

/** What people do and what breaks, in one run. */
final class Script {
  private static final JobId JOB = new JobId(1);

  private final Cluster cluster;
  private final World world;
  private final Faults faults;
  private final Event.SubmitJob submission;
  private final long faultsUntil;
  private int requests;

  Script(Cluster cluster, long faultsUntil) {
    this.cluster = cluster;
    this.world = cluster.world();
    this.faults = cluster.faults();
    this.faultsUntil = faultsUntil;
    boolean patient = faults.coordinatorsOnly;
    CheckpointPolicy policy =
        new CheckpointPolicy(
            world.delay(120, 900),
            patient ? 15_000 : world.delay(600, 8_000),
            world.delay(0, 100),
            1 + world.random.nextInt(3),
            1_000,
            world.delay(0, 300));
    Graph graph = new Graph(1 + world.random.nextInt(2), 1 + world.random.nextInt(2));
    this.submission = new Event.SubmitJob("submit", graph.spec("job", policy));
  }

  void start() {
    world.after(50 * World.MILLI, cluster.eternal(), this::submit);
    world.after(world.delay(0, 900 * World.MILLI), cluster.eternal(), this::trouble);
  }

  private boolean propose(Event event) {
    SimCoordinator leader = cluster.leader();
    if (leader == null) {
      return false;
    }
    Term term = leader.replica().leadership().readyTerm().orElseThrow();
    var unused = leader.replica().propose(term, List.of(event));
    return true;
  }

  private void submit() {
    if (cluster.ledger().state().job(JOB) == null) {
      propose(submission);
      world.after(200 * World.MILLI, cluster.eternal(), this::submit);
    }
  }

  private void trouble() {
    if (world.micros() >= faultsUntil) {
      return;
    }
    int dice = world.random.nextInt(faults.hasAgentTrouble() ? 20 : 12);
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
    } else {
      agentTrouble(dice);
    }
    world.after(
        world.delay(20 * World.MILLI, 1_200 * World.MILLI), cluster.eternal(), this::trouble);
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
    JobState job = job();
    if (job != null && !job.retained().isEmpty() && world.chance(0.5)) {
      world.count("fault: abort asked for after the completion");
      propose(
          new Event.AbortCheckpoint(
              JOB, anyOf(job.retained()).id(), AbortReason.PERSON, "too late"));
    } else if (!faults.coordinatorsOnly) {
      // With two at a time the one that completes later would end the other: no coordinator's
      // fault.
      requests++;
      propose(new Event.CheckpointRequest(JOB, CheckpointKind.MANUAL, "manual-" + requests));
    }
  }

  private void agentTrouble(int dice) {
    JobState job = cluster.ledger().state().job(JOB);
    if (dice < 15) {
      anyOf(agents()).crash("by the script");
    } else if (dice < 16) {
      SimAgent agent = anyOf(agents());
      world.count("fault: agent cut from all");
      coordinators().forEach(c -> cluster.cut(agent.id, c.id));
      healAfter(world.delay(500 * World.MILLI, 6_000 * World.MILLI));
    } else if (dice < 18) {
      SimAttempt attempt = anyOf(agents()).attempt(JOB.value());
      if (attempt != null) {
        attempt.breakDown();
      }
    } else if (job != null && !job.unfinished().isEmpty()) {
      CheckpointState open = anyOf(job.unfinished());
      propose(new Event.AbortCheckpoint(JOB, open.id(), AbortReason.PERSON, "on purpose"));
    }
  }

  /** Nothing breaks any more; what was cut is joined again. */
  void end() {
    faults.end();
    cluster.network().heal();
    // Connections that fell silent while they were cut stay so; the sessions find that out.
    world.trace("net", "faults have ceased");
  }

  void stop(StopMode mode) {
    requests++;
    propose(new Event.StopJob("stop-" + mode, JOB, mode));
  }

  JobState job() {
    return cluster.ledger().state().job(JOB);
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
