package io.cairn.cli.demo;

import io.cairn.cli.cluster.ChildFailedException;
import io.cairn.cli.cluster.LocalCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * One run of the demo on a cluster that has started: submits the job, follows the histories, lets
 * the faults act one after the other, and returns when the job has ended. One thread does it all.
 */
final class DemoRun {
  /** Parallelism 2 of the source, two keyed operators and the sink. */
  static final int TASKS = 8;

  private static final long POLL_MILLIS = 5;
  private static final long STATUS_NANOS = 150_000_000L;

  /** For a process that is just coming back when the job ends. */
  private static final long SETTLE_NANOS = 10_000_000_000L;

  private final DemoSettings settings;
  private final LocalCluster cluster;
  private final Narrator narrator;
  private final StatusBlock block;
  private final ClusterHistory history;
  private final RunFacts facts = new RunFacts();
  private final List<Fault> faults = new ArrayList<>();
  private final Set<Long> told = new HashSet<>();
  private long ratePerSecond;
  private long nextStatus = System.nanoTime();

  DemoRun(DemoSettings settings, LocalCluster cluster, Narrator narrator, StatusBlock block) {
    this.settings = settings;
    this.cluster = cluster;
    this.narrator = narrator;
    this.block = block;
    this.history = new ClusterHistory(cluster);
    Random random = new Random(settings.seed());
    if (settings.kill().leader()) {
      faults.add(new LeaderKill(cluster, random, TASKS, narrator::say));
    }
    if (settings.kill().agent()) {
      faults.add(new AgentKill(cluster, random, TASKS, narrator::say));
    }
  }

  /**
   * Runs until the job has ended.
   *
   * @param spentSeconds what starting the cluster took
   * @throws DemoFailedException when the job fails or does not end, or a process ends by itself
   */
  void run(long spentSeconds) throws IOException, InterruptedException {
    ratePerSecond = settings.ratePerSecond(spentSeconds);
    Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put("repeat", String.valueOf(settings.repeat()));
    arguments.put("ratePerSecond", String.valueOf(ratePerSecond));
    arguments.put("onBrokenLine", settings.skipBroken() ? "skip" : "fail");
    FlightDelaysJob.submit(cluster, arguments, settings.input());
    narrator.say(
        "submitted flight-delays: "
            + TASKS
            + " tasks, "
            + ratePerSecond
            + " flights/s, a checkpoint every 2 s");
    long deadline = System.nanoTime() + (settings.seconds() * 2L + 60) * 1_000_000_000L;
    long settled = 0;
    while (!facts.jobEnded() || (!down().isEmpty() && System.nanoTime() - settled < 0)) {
      step();
      if (settled == 0 && facts.jobEnded()) {
        settled = System.nanoTime() + SETTLE_NANOS;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new DemoFailedException(
            "the job has not ended in time; it is " + facts.jobState() + " " + facts.jobReason());
      }
      Thread.sleep(POLL_MILLIS);
    }
    narrator.status(block.lines(facts, down()));
    if (!facts.jobState().equals("FINISHED")) {
      throw new DemoFailedException("the job is " + facts.jobState() + ": " + facts.jobReason());
    }
    narrator.say("the job is FINISHED");
  }

  private void step() throws IOException {
    facts.take(history.poll());
    for (CheckpointFacts checkpoint : facts.checkpoints().values()) {
      if (checkpoint.decided() && told.add(checkpoint.id())) {
        narrator.say(CheckpointLine.of(checkpoint));
      }
    }
    for (Fault fault : faults) {
      if (!fault.done()) {
        fault.tick(facts);
        break;
      }
    }
    Set<String> down = down();
    List<String> dead = new ArrayList<>(cluster.dead());
    dead.removeAll(down);
    if (!dead.isEmpty()) {
      String name = dead.get(0);
      throw new ChildFailedException(
          name + " ended by itself; its last words:", cluster.lastWords(name));
    }
    if (System.nanoTime() - nextStatus >= 0) {
      narrator.status(block.lines(facts, down));
      nextStatus = System.nanoTime() + STATUS_NANOS;
    }
  }

  private Set<String> down() {
    Set<String> down = new HashSet<>();
    faults.forEach(fault -> down.add(fault.down()));
    down.remove("");
    return down;
  }

  /** Flights per second that the sources were told. */
  long ratePerSecond() {
    return ratePerSecond;
  }

  RunFacts facts() {
    return facts;
  }

  List<Fault> faults() {
    return List.copyOf(faults);
  }
}
