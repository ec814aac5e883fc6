package io.cairn.coordinator.replication;

import io.cairn.coordinator.checkpoint.Batch;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.Outcome;
import io.cairn.coordinator.checkpoint.StateMachine;
import io.cairn.coordinator.checkpoint.Step;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The state as applied here. Written by the apply thread only; read by any. */
final class AppliedState {
  private final List<AppliedListener> listeners = new CopyOnWriteArrayList<>();
  private volatile At current = new At(0, ClusterState.empty());

  /**
   * A state and its place in the log.
   *
   * @param index of the last batch in it
   */
  record At(long index, ClusterState state) {}

  At current() {
    return current;
  }

  void subscribe(AppliedListener listener) {
    listeners.add(listener);
  }

  /** Applies a batch and tells the listeners. */
  List<Outcome> apply(long index, Term term, Batch batch) {
    ClusterState before = current.state();
    Step step = StateMachine.apply(before, batch);
    current = new At(index, step.next());
    AppliedListener.Applied applied =
        new AppliedListener.Applied(index, term, before, step.next(), batch, step.outcomes());
    for (AppliedListener listener : listeners) {
      listener.onApplied(applied);
    }
    return step.outcomes();
  }

  /** Puts the state of a snapshot in the place of the current one. */
  void replace(long index, ClusterState state) {
    current = new At(index, state);
    for (AppliedListener listener : listeners) {
      listener.onReplaced(index, state);
    }
  }
}
