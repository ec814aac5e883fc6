package io.cairn.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.cli.cluster.LocalCluster;
import io.cairn.cli.terminal.Words;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** Kills an agent in the middle of a checkpoint and watches the job come back. */
final class AgentKill implements Fault {
  private enum Phase {
    WAITING,
    KILLED,
    RESTARTED,
    DONE
  }

  /** Before the agent is started again, as an operator or an init system would. */
  private static final long DOWN_MILLIS = 1_500;

  private final LocalCluster cluster;
  private final Random random;
  private final int tasks;
  private final Consumer<String> say;
  private final String victim;
  private Optional<Moment> moment = Optional.empty();
  private Phase phase = Phase.WAITING;
  private long killedAt;
  private long killedAttempt;
  private long checkpointId;
  private int acksBefore;
  private long runningAgainMillis = -1;
  private long restoredFrom;
  private int tasksRestarted;

  AgentKill(LocalCluster cluster, Random random, int tasks, Consumer<String> say) {
    this.cluster = cluster;
    this.random = random;
    this.tasks = tasks;
    this.say = say;
    this.victim = cluster.agents().get(random.nextInt(cluster.agents().size()));
  }

  @Override
  public void tick(RunFacts facts) {
    switch (phase) {
      case WAITING -> {
        Moment chosen = moment.orElseGet(() -> Moment.choose(random, facts.completed(), tasks));
        moment = Optional.of(chosen);
        chosen.in(facts).ifPresent(c -> kill(facts, c));
      }
      case KILLED -> {
        if (System.currentTimeMillis() - killedAt >= DOWN_MILLIS) {
          say.accept("starting " + victim + " again");
          cluster.restart(victim);
          phase = Phase.RESTARTED;
        }
      }
      case RESTARTED -> watch(facts);
      case DONE -> {}
    }
  }

  private void kill(RunFacts facts, CheckpointFacts checkpoint) {
    killedAttempt = facts.attempt();
    checkpointId = checkpoint.id();
    acksBefore = checkpoint.confirmed().size();
    killedAt = System.currentTimeMillis();
    cluster.kill(victim);
    phase = Phase.KILLED;
    say.accept(
        "SIGKILL agent "
            + victim
            + " in mid-checkpoint "
            + checkpointId
            + ": "
            + checkpoint.acks()
            + " of "
            + checkpoint.tasks()
            + " acks are in");
  }

  private void watch(RunFacts facts) {
    boolean again = facts.attempt() > killedAttempt && facts.jobState().equals("RUNNING");
    if (again && runningAgainMillis < 0) {
      measure(facts);
    }
    if (runningAgainMillis >= 0 && cluster.ready(victim)) {
      phase = Phase.DONE;
      say.accept(victim + " is back");
    }
  }

  private void measure(RunFacts facts) {
    runningAgainMillis = facts.jobStateSince() - killedAt;
    restoredFrom = Audit.restoredFrom(facts.events(), facts.attempt());
    tasksRestarted = Audit.tasksStarted(facts.events(), killedAt, facts.jobStateSince());
    say.accept(
        "the job runs again, attempt "
            + facts.attempt()
            + " from checkpoint "
            + restoredFrom
            + ", "
            + Words.millis(runningAgainMillis)
            + " after the kill");
  }

  @Override
  public boolean done() {
    return phase == Phase.DONE;
  }

  @Override
  public String down() {
    return phase == Phase.KILLED || phase == Phase.RESTARTED ? victim : "";
  }

  @Override
  public Optional<String> failure() {
    return switch (phase) {
      case WAITING ->
          Optional.of(
              "the agent was not killed: no checkpoint was seen with some acks and not others");
      case KILLED, RESTARTED ->
          runningAgainMillis >= 0
              ? Optional.empty()
              : Optional.of("the job ended before it ran again after the kill of " + victim);
      case DONE -> Optional.empty();
    };
  }

  @Override
  public String name() {
    return "agentKill";
  }

  @Override
  public void report(ObjectNode figures) {
    figures.put("killed", victim);
    figures.put("checkpointId", checkpointId);
    figures.put("acksBefore", acksBefore);
    figures.put("runningAgainMillis", runningAgainMillis);
    figures.put("restoredFrom", restoredFrom);
    figures.put("tasksRestarted", tasksRestarted);
  }
}
