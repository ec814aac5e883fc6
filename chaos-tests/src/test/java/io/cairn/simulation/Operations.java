package io.cairn.simulation;

import io.cairn.coordinator.checkpoint.AgentState;
import io.cairn.coordinator.checkpoint.CheckpointPolicy;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.JobSpec;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.RescaleJob;
import io.cairn.coordinator.checkpoint.RestartJob;
import io.cairn.coordinator.checkpoint.RestoreWish;
import io.cairn.coordinator.checkpoint.StopMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What people do with agents and whole jobs: drain, rescale, restart, continue, restore. */
final class Operations {
  /** So many jobs there are at most, ended ones too, by what is done here. */
  private static final int MAX_JOBS = 7;

  private static final int MAX_LANES = 3;

  private final Cluster cluster;
  private final World world;
  private final People people;
  private final Jobs jobs;
  private final Foreign foreign;
  private int requests;

  Operations(Cluster cluster, People people, Jobs jobs) {
    this.cluster = cluster;
    this.world = cluster.world();
    this.people = people;
    this.jobs = jobs;
    this.foreign = new Foreign(cluster.files(), cluster.ledger().cuts());
  }

  /** Somebody does something. */
  void touch(JobState job) {
    requests++;
    int dice = world.random.nextInt(20);
    if (dice < 8) {
      rescale(job);
      if (world.chance(0.5)) {
        // Once more: a checkpoint may then be of a graph of before the last one.
        JobId id = job.id();
        world.after(
            world.delay(200 * World.MILLI, 1_500 * World.MILLI),
            cluster.eternal(),
            () -> rescale(cluster.ledger().state().job(id)));
      }
    } else if (dice < 10) {
      world.count("person restarts a job");
      people.propose(new RestartJob("restart-" + requests, job.id(), "ada"));
    } else if (dice < 16) {
      drain();
    } else if (cluster.ledger().state().jobs().size() < MAX_JOBS) {
      if (dice < 18) {
        again(job);
      } else {
        restore();
      }
    }
  }

  private void rescale(JobState job) {
    requests++;
    world.count("person rescales a job");
    TreeMap<String, Integer> operators = new TreeMap<>();
    int all = 0;
    if (world.chance(0.1)) {
      all = 1 + world.random.nextInt(2);
    } else {
      Graph graph = anyGraph();
      operators.putAll(Map.of("read", graph.sources(), "count", graph.lanes()));
      if (world.chance(0.95)) {
        operators.put("write", graph.lanes());
      }
    }
    people.propose(new RescaleJob("rescale-" + requests, job.id(), all, operators, "ada"));
  }

  private Graph anyGraph() {
    return new Graph(1 + world.random.nextInt(2), 1 + world.random.nextInt(MAX_LANES));
  }

  /** One agent at a time: the others have room for its tasks. */
  private void drain() {
    AgentState draining = draining();
    if (draining == null) {
      List<AgentState> agents = agents();
      if (!agents.isEmpty()) {
        drain(agents.get(world.random.nextInt(agents.size())), true);
      }
    } else if (world.chance(0.7)) {
      drain(draining, false);
    }
  }

  private void drain(AgentState agent, boolean draining) {
    world.count("person " + (draining ? "drains an agent" : "lets an agent have tasks again"));
    people.propose(
        new Event.AgentDraining(
            "drain-" + requests, agent.id(), draining, "ada", world.micros() / World.MILLI));
  }

  private AgentState draining() {
    return agents().stream().filter(agent -> agent.drain() != null).findFirst().orElse(null);
  }

  private List<AgentState> agents() {
    List<AgentState> agents = new ArrayList<>();
    cluster.ledger().state().agents().values().forEach(agents::add);
    return agents;
  }

  /** A job of the same name goes on, at another parallelism maybe. */
  private void again(JobState job) {
    if (!job.status().isEnded() && world.chance(0.3)) {
      jobs.stop(job, StopMode.CANCEL);
      world.after(
          world.delay(World.MILLI, 800 * World.MILLI), cluster.eternal(), () -> goOn(job.id()));
    } else {
      goOn(job.id());
    }
  }

  private void goOn(JobId id) {
    JobState job = cluster.ledger().state().job(id);
    if (job.status().isEnded()) {
      requests++;
      world.count("person continues a job");
      JobSpec spec = job.spec();
      JobSpec wanted = world.chance(0.5) ? spec : at(spec, anyGraph());
      people.propose(
          new Event.SubmitJob("again-" + requests, wanted, RestoreWish.continuing(List.of())));
    }
  }

  static JobSpec at(JobSpec spec, Graph graph) {
    return spec.withGraph(
        spec.graph().withParallelism(List.of(graph.sources(), graph.lanes(), graph.lanes())));
  }

  private void restore() {
    Graph graph = new Graph(1 + world.random.nextInt(2), 1 + world.random.nextInt(2));
    CheckpointPolicy policy = jobs.policy(1);
    people.propose(foreign.restore("restore-" + requests, graph.spec("refugee", policy), graph));
  }
}
