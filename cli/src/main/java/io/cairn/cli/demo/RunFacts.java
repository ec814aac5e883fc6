package io.cairn.cli.demo;

import io.cairn.process.history.HistoryEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the histories of all processes say about the run so far: leader, job, checkpoints. Owned by
 * the demo's thread.
 */
final class RunFacts {
  /** Within an attempt; a replica that starts again applies its log, and so its history, anew. */
  private static final List<String> JOB_ORDER =
      List.of(
          "SUBMITTED",
          "DEPLOYING",
          "RUNNING",
          "STOPPING",
          "RESTARTING",
          "FINISHED",
          "FAILED",
          "CANCELLED");

  private final NavigableMap<Long, CheckpointFacts> checkpoints = new TreeMap<>();
  private final List<HistoryEvent> events = new ArrayList<>();
  private String leader = "";
  private long term;
  private long leaderSince;
  private String jobState = "";
  private String jobReason = "";
  private long attempt;
  private long jobStateSince;

  /** Takes the next events, in the order in which they happened. */
  void take(List<HistoryEvent> next) {
    for (HistoryEvent event : next) {
      events.add(event);
      switch (event.kind()) {
        case "leader" -> takeLeader(event);
        case "job" -> takeJob(event);
        case "checkpoint", "ack", "ack-confirmed", "upload" ->
            checkpoints
                .computeIfAbsent(event.number("checkpoint"), CheckpointFacts::new)
                .take(event);
        default -> {
          // Kept for the audit.
        }
      }
    }
  }

  private void takeLeader(HistoryEvent event) {
    if (event.number("term") > term) {
      leader = event.node();
      term = event.number("term");
      leaderSince = event.at();
    }
  }

  private void takeJob(HistoryEvent event) {
    long of = event.number("attempt");
    String next = event.text("state");
    boolean newer = of > attempt;
    if (newer || (of == attempt && JOB_ORDER.indexOf(next) > JOB_ORDER.indexOf(jobState))) {
      jobState = next;
      jobReason = event.text("reason");
      jobStateSince = event.at();
      attempt = of;
    }
  }

  /** All events so far. */
  List<HistoryEvent> events() {
    return events;
  }

  /** The coordinator that leads as far as is known; empty before the first. */
  String leader() {
    return leader;
  }

  long term() {
    return term;
  }

  /** When the leader was ready, in milliseconds since 1970. */
  long leaderSince() {
    return leaderSince;
  }

  String jobState() {
    return jobState;
  }

  String jobReason() {
    return jobReason;
  }

  /** When the job entered its state, in milliseconds since 1970. */
  long jobStateSince() {
    return jobStateSince;
  }

  long attempt() {
    return attempt;
  }

  boolean jobEnded() {
    return List.of("FINISHED", "FAILED", "CANCELLED").contains(jobState);
  }

  /** By id; those that only an agent has spoken of have no state. */
  NavigableMap<Long, CheckpointFacts> checkpoints() {
    return checkpoints;
  }

  /** The newest checkpoint that is neither completed nor aborted. */
  Optional<CheckpointFacts> running() {
    return checkpoints.descendingMap().values().stream()
        .filter(c -> !c.decided() && !c.state().isEmpty())
        .findFirst();
  }

  long completed() {
    return checkpoints.values().stream().filter(CheckpointFacts::completed).count();
  }

  long aborted() {
    return checkpoints.values().stream().filter(CheckpointFacts::aborted).count();
  }
}
