package io.cairn.coordinator.session;

import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.replication.CommandRejectedException;
import io.cairn.coordinator.replication.ReplicatedState;
import io.cairn.coordinator.replication.Term;
import io.cairn.protocol.v1.AgentReport;
import io.cairn.protocol.v1.Refused;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * From an agent's report to its confirmation. A report whose fate is not known ends the session:
 * the agent comes again and sends what was not confirmed. Owned by the sessions' thread.
 */
final class Reports {
  private final Sessions sessions;
  private final ReplicatedState replicated;
  private final Executor owner;

  Reports(Sessions sessions, ReplicatedState replicated, Executor owner) {
    this.sessions = sessions;
    this.replicated = replicated;
    this.owner = owner;
  }

  void take(Visitor visitor, AgentSession session, AgentReport report) {
    Term term = sessions.leading();
    if (term == null) {
      sessions.sendAway(visitor);
      return;
    }
    List<Event> events = session.report(report);
    long batch = report.getBatch();
    if (events.isEmpty()) {
      session.applied(batch);
      return;
    }
    var unused =
        replicated
            .propose(term, events)
            .whenComplete(
                (outcomes, error) -> owner.execute(() -> ended(visitor, session, batch, error)));
  }

  private void ended(Visitor visitor, AgentSession session, long batch, @Nullable Throwable error) {
    if (!sessions.isHere(visitor)) {
      return;
    }
    if (error == null) {
      session.applied(batch);
      return;
    }
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    if (cause instanceof CommandRejectedException) {
      sessions.refuse(
          visitor, Refused.Code.CODE_OVERLOADED, "the log is full: " + cause.getMessage());
    } else {
      sessions.sendAway(visitor);
    }
  }
}
