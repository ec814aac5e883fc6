package io.cairn.cli.demo;

import io.cairn.process.history.HistoryEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the histories say about one checkpoint. Owned by the demo's thread. */
final class CheckpointFacts {
  /**
   * In which order states follow; a replica that applies late, or again, does not move one back.
   */
  private static final List<String> ORDER =
      List.of(
          "REQUESTING", "EXECUTING", "COMMITTING", "COMPLETED", "ABORTED", "SUBSUMED", "DISCARDED");

  private final long id;
  private final Map<Integer, Long> applied = new TreeMap<>();
  private final Map<Integer, Long> confirmed = new TreeMap<>();
  private String state = "";
  private String reason = "";
  private boolean completed;
  private boolean aborted;
  private long tasks;
  private long requestedAt;
  private long decidedAt;
  private long decidedTerm;
  private long uploadedBytes;

  CheckpointFacts(long id) {
    this.id = id;
  }

  /** Takes an event that names this checkpoint. */
  void take(HistoryEvent event) {
    int task = (int) event.number("task");
    switch (event.kind()) {
      case "checkpoint" -> transition(event);
      case "ack" -> applied.putIfAbsent(task, event.at());
      case "ack-confirmed" -> confirmed.putIfAbsent(task, event.at());
      case "upload" -> uploadedBytes += event.number("bytes");
      default -> {
        // Not about the checkpoint as a whole.
      }
    }
  }

  private void transition(HistoryEvent event) {
    tasks = Math.max(tasks, event.number("tasks"));
    requestedAt = requestedAt == 0 ? event.at() : Math.min(requestedAt, event.at());
    String next = event.text("state");
    if (ORDER.indexOf(next) <= ORDER.indexOf(state)) {
      return;
    }
    state = next;
    boolean decides = next.equals("COMPLETED") || next.equals("ABORTED");
    if (decides && decidedAt == 0) {
      completed = next.equals("COMPLETED");
      aborted = !completed;
      reason = event.text("reason");
      decidedAt = event.at();
      decidedTerm = event.number("term");
    }
  }

  long id() {
    return id;
  }

  String state() {
    return state;
  }

  String reason() {
    return reason;
  }

  boolean completed() {
    return completed;
  }

  boolean aborted() {
    return aborted;
  }

  boolean decided() {
    return completed || aborted;
  }

  long tasks() {
    return tasks;
  }

  /** Acks that a coordinator has applied. */
  int acks() {
    return applied.size();
  }

  /** Acks that an agent was told are committed; task and when, in milliseconds since 1970. */
  Map<Integer, Long> confirmed() {
    return confirmed;
  }

  /** When the first replica applied COMPLETED or ABORTED; 0 before. */
  long decidedAt() {
    return decidedAt;
  }

  /** The Raft term of the entry that decided it. */
  long decidedTerm() {
    return decidedTerm;
  }

  long uploadedBytes() {
    return uploadedBytes;
  }

  /** From the request to the decision, or to {@code now}. */
  long millis(long now) {
    return Math.max(0, (decidedAt > 0 ? decidedAt : now) - requestedAt);
  }
}
