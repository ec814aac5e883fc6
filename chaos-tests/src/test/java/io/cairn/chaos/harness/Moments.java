package io.cairn.chaos.harness;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.chaos.Await;
import io.cairn.chaos.nemesis.Blast;
import io.cairn.chaos.nemesis.NotHit;
import io.cairn.chaos.scene.Gates;
import io.cairn.chaos.scene.LocalScene;
import io.cairn.chaos.workload.ChaosJob;
import io.cairn.process.failpoint.Failpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Brings the cluster to the moment at which a fault strikes. By time: {@code time}. By state:
 * {@code acks}, when a checkpoint has some of its acks and an agent is about to send the rest. By
 * failpoint: its name, of an agent or of the leader. What is held there goes on when the gates are
 * opened. Of one thread.
 */
final class Moments {
  static final String TIME = "time";
  static final String ACKS = "acks";

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final int LONGEST_WAIT_MILLIS = 2_000;

  private final LocalScene scene;

  Moments(LocalScene scene) {
    this.scene = scene;
  }

  /** All names. */
  static List<String> names() {
    List<String> names = new ArrayList<>(List.of(TIME, ACKS));
    Gates.OF_AGENTS.forEach(gate -> names.add(gate.kebab()));
    Gates.OF_LEADERS.forEach(gate -> names.add(gate.kebab()));
    return names;
  }

  /** One of those that fit a fault; half of them in the middle of a checkpoint. */
  static String drawn(Blast blast, Random random) {
    if (random.nextInt(2) == 0) {
      return ACKS;
    }
    List<String> fit = new ArrayList<>(List.of(TIME));
    Gates.OF_AGENTS.forEach(gate -> fit.add(gate.kebab()));
    if (blast == Blast.COORDINATORS) {
      Gates.OF_LEADERS.forEach(gate -> fit.add(gate.kebab()));
    }
    return fit.get(random.nextInt(fit.size()));
  }

  /**
   * Returns when it has come; in words.
   *
   * @throws NotHit when it does not come within a minute
   */
  String reach(String moment, List<ChaosJob> jobs, Random random) throws Exception {
    try {
      if (moment.equals(TIME) || jobs.isEmpty()) {
        int millis = random.nextInt(LONGEST_WAIT_MILLIS);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis)); // scheduled by time
        return "after " + millis + " ms";
      }
      ChaosJob job = jobs.get(random.nextInt(jobs.size()));
      if (moment.equals(ACKS)) {
        return someAcks(job, random);
      }
      Failpoint gate = Failpoint.valueOf(moment.toUpperCase(Locale.ROOT).replace('-', '_'));
      return Gates.OF_LEADERS.contains(gate) ? leaderAt(gate) : agentAt(job, gate, random);
    } catch (AssertionError e) {
      scene.gates().openAll();
      throw new NotHit("the moment did not come: " + e.getMessage());
    }
  }

  private String leaderAt(Failpoint gate) throws Exception {
    long before = leaderArrivals(gate);
    scene.gates().closeForLeader(gate);
    Await.until(BOUND, () -> leaderArrivals(gate) > before, () -> "a leader at " + gate.kebab());
    return "the leader at " + gate.kebab();
  }

  private long leaderArrivals(Failpoint gate) throws java.io.IOException {
    long sum = 0;
    for (String coordinator : scene.everCoordinators()) {
      sum += scene.gates().arrivals(coordinator, gate);
    }
    return sum;
  }

  private String agentAt(ChaosJob job, Failpoint gate, Random random) throws Exception {
    List<String> agents = agentsOf(job);
    String agent = agents.get(random.nextInt(agents.size()));
    long before = scene.gates().arrivals(agent, gate);
    scene.gates().close(agent, gate);
    Await.until(
        BOUND,
        () -> scene.gates().arrivals(agent, gate) > before,
        () -> agent + " at " + gate.kebab());
    return agent + " at " + gate.kebab();
  }

  /** An agent with some of the job's tasks is held before it acknowledges; the others are not. */
  private String someAcks(ChaosJob job, Random random) throws Exception {
    List<String> agents = agentsOf(job);
    String agent = agents.get(random.nextInt(agents.size()));
    int others = tasksElsewhere(job, agent);
    int wanted = others == 0 ? 0 : 1 + random.nextInt(others);
    long before = scene.gates().arrivals(agent, Failpoint.BEFORE_ACK);
    scene.gates().close(agent, Failpoint.BEFORE_ACK);
    String[] seen = {""};
    Await.until(
        BOUND,
        () -> {
          if (scene.gates().arrivals(agent, Failpoint.BEFORE_ACK) <= before) {
            return false;
          }
          JsonNode newest = job.checkpoints().path(0);
          seen[0] =
              "%s of checkpoint %d of %s with %d of %d acks"
                  .formatted(
                      newest.path("state").asText(),
                      newest.path("id").asLong(),
                      job.name(),
                      newest.path("acks").asInt(),
                      newest.path("taskCount").asInt());
          return newest.path("state").asText().equals("EXECUTING")
              && newest.path("acks").asInt() >= wanted
              && newest.path("acks").asInt() < newest.path("taskCount").asInt();
        },
        () -> wanted + " acks of " + job.name() + "; last seen: " + seen[0]);
    return seen[0] + ", " + agent + " at before-ack";
  }

  private static List<String> agentsOf(ChaosJob job) {
    List<String> agents = new ArrayList<>();
    Await.until(
        BOUND,
        () -> {
          agents.clear();
          for (JsonNode place : job.view().path("placement")) {
            String agent = place.path("agent").asText();
            if (!agent.isEmpty() && !agents.contains(agent)) {
              agents.add(agent);
            }
          }
          return !agents.isEmpty();
        },
        () -> "tasks of " + job.name());
    agents.sort(null);
    return agents;
  }

  private static int tasksElsewhere(ChaosJob job, String agent) throws InterruptedException {
    int others = 0;
    for (JsonNode place : job.view().path("placement")) {
      others += place.path("agent").asText().equals(agent) ? 0 : 1;
    }
    return others;
  }
}
