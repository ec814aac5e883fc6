package io.cairn.coordinator.session;

import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.Outcome;
import io.cairn.coordinator.checkpoint.SalvageWait;
import io.cairn.coordinator.replication.CommandRejectedException;
import io.cairn.coordinator.replication.ReplicatedState;
import io.cairn.coordinator.replication.Term;
import io.cairn.protocol.v1.AgentMessage;
import io.cairn.protocol.v1.AgentReport;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * From an agent's report to its confirmation. One for which the log has no room waits. A report
 * whose fate is not known ends the session: the agent comes again and sends what was not confirmed.
 * Owned by the sessions' thread.
 */
final class Reports {
  private final Sessions sessions;
  private final ReplicatedState replicated;
  private final Executor owner;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

  /** A report that the log does not have yet; as many as the {@link Intake} lets in. */
  private record Waiting(
      Visitor visitor, AgentSession session, long batch, List<Event> events, long bytes) {}

  Reports(Sessions sessions, ReplicatedState replicated, Executor owner) {
    this.sessions = sessions;
    this.replicated = replicated;
    this.owner = owner;
  }

  /** Whether the report waits for the log; its visitor's share is told when it does no more. */
  boolean take(Visitor visitor, AgentSession session, AgentMessage message) {
    Term term = sessions.leading();
    if (term == null) {
      sessions.sendAway(visitor);
      return false;
    }
    AgentReport report = message.getReport();
    List<Event> events = session.report(report);
    if (events.isEmpty()) {
      session.applied(report.getBatch());
      return false;
    }
    waiting.add(
        new Waiting(visitor, session, report.getBatch(), events, message.getSerializedSize()));
    retry();
    return true;
  }

  /**
   * The agent's process ends, as it says itself: its lease need not run out. If this is not done,
   * it does.
   */
  void leaves(AgentSession session) {
    Term term = sessions.leading();
    if (term != null) {
      var unused =
          replicated.propose(
              term,
              List.of(
                  new Event.AgentLost(
                      session.agent(), session.incarnation(), SalvageWait.OFFERED, true)));
    }
  }

  /** Proposes what waits, in the order in which it came, until the log has no room. */
  void retry() {
    Term term = sessions.leading();
    while (term != null && !waiting.isEmpty()) {
      Waiting head = waiting.remove();
      if (!sessions.isHere(head.visitor)) {
        head.visitor.share().settled(head.bytes);
        continue;
      }
      CompletableFuture<List<Outcome>> answer = replicated.propose(term, head.events);
      if (answer.isCompletedExceptionally() && isRejected(answer.handle((o, e) -> e).join())) {
        waiting.addFirst(head);
        return;
      }
      var unused =
          answer.whenComplete((outcomes, error) -> owner.execute(() -> ended(head, error)));
    }
  }

  /** Forgets what waits: leadership has ended, and everyone was sent away. */
  void clear() {
    waiting.forEach(report -> report.visitor.share().settled(report.bytes));
    waiting.clear();
  }

  private void ended(Waiting report, @Nullable Throwable error) {
    if (error != null && isRejected(error) && sessions.leading() != null) {
      waiting.addFirst(report); // it surely did not happen; the log had no room for it
      return; // the next answer, or the sweep, tries again
    }
    report.visitor.share().settled(report.bytes);
    if (sessions.isHere(report.visitor)) {
      if (error == null) {
        report.session.applied(report.batch);
      } else {
        sessions.sendAway(report.visitor);
      }
    }
    if (error == null) {
      retry();
    }
  }

  private static boolean isRejected(@Nullable Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    return cause instanceof CommandRejectedException;
  }
}
