package io.cairn.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.cli.cluster.LocalCluster;
import io.cairn.cli.terminal.Words;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** Kills the leader in the middle of a checkpoint and watches whether the same one completes. */
final class LeaderKill implements Fault {
  private enum Phase {
    WAITING,
    KILLED,
    RESTARTING,
    DONE
  }

  /** A kill may come a moment too late, when the last acks were under way; then it is repeated. */
  private static final int MAX_KILLS = 3;

  private final LocalCluster cluster;
  private final Random random;
  private final int tasks;
  private final Consumer<String> say;
  private Moment moment;
  private Phase phase = Phase.WAITING;
  private int kills;
  private boolean again;
  private String victim = "";
  private long killedTerm;
  private long killedAt;
  private long checkpointId;
  private int acksBefore;
  private long newLeaderMillis = -1;
  private long completedMillis = -1;
  private int acksRepeated;
  private int tasksRestarted;
  private boolean completedSameId;
  private String newLeader = "";

  LeaderKill(LocalCluster cluster, Random random, int tasks, Consumer<String> say) {
    this.cluster = cluster;
    this.random = random;
    this.tasks = tasks;
    this.say = say;
    this.moment = Moment.choose(random, 1, tasks);
  }

  @Override
  public void tick(RunFacts facts) {
    switch (phase) {
      case WAITING -> moment.in(facts).ifPresent(c -> kill(facts, c));
      case KILLED -> watch(facts);
      case RESTARTING -> {
        if (cluster.ready(victim)) {
          say.accept(victim + " is back");
          phase = again ? Phase.WAITING : Phase.DONE;
        }
      }
      case DONE -> {}
    }
  }

  private void kill(RunFacts facts, CheckpointFacts checkpoint) {
    victim = facts.leader();
    killedTerm = facts.term();
    checkpointId = checkpoint.id();
    killedAt = System.currentTimeMillis();
    cluster.kill(victim);
    kills++;
    newLeaderMillis = -1;
    phase = Phase.KILLED;
    say.accept(
        "SIGKILL leader "
            + victim
            + " (term "
            + killedTerm
            + ") in mid-checkpoint "
            + checkpointId
            + ": "
            + checkpoint.acks()
            + " of "
            + checkpoint.tasks()
            + " acks are in");
  }

  private void watch(RunFacts facts) {
    if (newLeaderMillis < 0 && facts.term() > killedTerm) {
      newLeader = facts.leader();
      newLeaderMillis = facts.leaderSince() - killedAt;
      say.accept(
          newLeader
              + " leads (term "
              + facts.term()
              + "), "
              + Words.millis(newLeaderMillis)
              + " after the kill");
    }
    CheckpointFacts checkpoint = facts.checkpoints().get(checkpointId);
    if (checkpoint == null || !checkpoint.decided() || newLeaderMillis < 0) {
      return;
    }
    cluster.restart(victim);
    phase = Phase.RESTARTING;
    if (checkpoint.completed() && checkpoint.decidedTerm() <= killedTerm && kills < MAX_KILLS) {
      say.accept("checkpoint " + checkpointId + " had just completed before the kill; once more");
      moment = Moment.choose(random, facts.completed(), tasks);
      again = true;
      return;
    }
    again = false;
    measure(facts, checkpoint);
  }

  private void measure(RunFacts facts, CheckpointFacts checkpoint) {
    completedSameId = checkpoint.completed() && checkpoint.decidedTerm() > killedTerm;
    completedMillis = checkpoint.decidedAt() - killedAt;
    acksBefore = Audit.confirmedBy(checkpoint, killedAt).size();
    acksRepeated = Audit.acksRepeated(facts.events(), checkpoint, killedAt);
    tasksRestarted = Audit.tasksStarted(facts.events(), killedAt, checkpoint.decidedAt());
    say.accept(
        "checkpoint "
            + checkpointId
            + " is "
            + (checkpoint.completed() ? "COMPLETED" : "ABORTED: " + checkpoint.reason())
            + " under the same id, "
            + Words.millis(completedMillis)
            + " after the kill");
    say.accept(
        Words.count(acksBefore, "ack")
            + " confirmed before the kill were kept, "
            + acksRepeated
            + " asked for again");
    say.accept(Words.count(tasksRestarted, "task") + " restarted");
  }

  @Override
  public boolean done() {
    return phase == Phase.DONE;
  }

  @Override
  public String down() {
    return phase == Phase.KILLED || phase == Phase.RESTARTING ? victim : "";
  }

  @Override
  public Optional<String> failure() {
    if (phase == Phase.WAITING || phase == Phase.KILLED) {
      String what =
          kills == 0
              ? "the leader was not killed: no checkpoint was seen with some acks and not others"
              : "the job ended before what followed the kill of the leader was seen";
      return Optional.of(what);
    }
    if (!completedSameId) {
      return Optional.of("checkpoint " + checkpointId + " did not complete under a new leader");
    }
    if (acksBefore == 0) {
      return Optional.of("no ack was confirmed before the leader was killed");
    }
    if (acksRepeated > 0 || tasksRestarted > 0) {
      return Optional.of(
          "the kill of the leader made "
              + Words.count(acksRepeated, "ack")
              + " repeat and "
              + Words.count(tasksRestarted, "task")
              + " restart");
    }
    return Optional.empty();
  }

  @Override
  public String name() {
    return "leaderKill";
  }

  @Override
  public void report(ObjectNode figures) {
    figures.put("killed", victim);
    figures.put("term", killedTerm);
    figures.put("checkpointId", checkpointId);
    figures.put("acksBefore", acksBefore);
    figures.put("acksRepeated", acksRepeated);
    figures.put("completedSameId", completedSameId);
    figures.put("newLeader", newLeader);
    figures.put("newLeaderMillis", newLeaderMillis);
    figures.put("completedMillis", completedMillis);
    figures.put("tasksRestarted", tasksRestarted);
    figures.put("kills", kills);
  }
}
