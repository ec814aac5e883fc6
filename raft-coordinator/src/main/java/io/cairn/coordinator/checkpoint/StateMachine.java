package io.cairn.coordinator.checkpoint;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code state(t+1) = f(state(t), event(t))}: pure, total and deterministic. A late, duplicate or
 * foreign event gives the same state and a reason. Any thread.
 */
public final class StateMachine {
  private StateMachine() {}

  /** Adds the batch's elapsed time, then applies its events in order. Never throws. */
  public static Step apply(ClusterState state, Batch batch) {
    ClusterState current = Clocks.advance(state, batch.elapsedMillis(), batch.wallMillis());
    List<Outcome> outcomes = new ArrayList<>(batch.events().size());
    List<Event> events = batch.events();
    int next = 0;
    while (next < events.size()) {
      int end = current.isBootstrapped() ? AckRun.end(events, next) : next;
      if (end > next + 1) {
        current = AckRun.apply(current, events.subList(next, end), outcomes);
        next = end;
      } else {
        Verdict verdict = apply(current, events.get(next));
        current = verdict.next();
        outcomes.add(verdict.outcome());
        next++;
      }
    }
    return new Step(current, outcomes);
  }

  /** Applies one event. Never throws. */
  static Verdict apply(ClusterState state, Event event) {
    return event.match(new Dispatch(state));
  }
}
