package io.cairn.coordinator.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who leads, as the apply thread learns it, and the listeners that are told.
 *
 * <p>Changed by the apply thread only; {@link #view} may be read by any thread.
 */
final class LeadershipTracker {
  private final List<LeadershipListener> listeners = new ArrayList<>();
  private volatile Leadership view = Leadership.unknown(0);

  Leadership view() {
    return view;
  }

  /** Another replica leads, or, when the id is null, none that is known. */
  synchronized void following(@Nullable String leaderId, long term) {
    tellLost();
    view = new Leadership(Optional.empty(), Optional.ofNullable(leaderId), newest(term));
  }

  /** This replica was elected, and is not ready yet. */
  synchronized void elected(String selfId, Term term) {
    tellLost();
    view = new Leadership(Optional.empty(), Optional.of(selfId), newest(term.value()));
  }

  /** This replica may act. */
  synchronized void ready(String selfId, Term term) {
    view = new Leadership(Optional.of(term), Optional.of(selfId), newest(term.value()));
    listeners.forEach(listener -> listener.onLeaderReady(term));
  }

  /** Adds a listener; told at once when this replica is ready already. */
  synchronized void subscribe(LeadershipListener listener) {
    listeners.add(listener);
    view.readyTerm().ifPresent(listener::onLeaderReady);
  }

  private void tellLost() {
    Optional<Term> lost = view.readyTerm();
    if (lost.isPresent()) {
      view = Leadership.unknown(view.currentTerm());
      listeners.forEach(listener -> listener.onLeaderLost(lost.get()));
    }
  }

  private long newest(long term) {
    return Math.max(term, view.currentTerm());
  }
}
