package io.cairn.coordinator.leader;

import java.util.ArrayList;
import java.util.List;

/** Collects a plan; of one call of the reconciler. */
final class PlanBuilder {
  /** The leader looks at the world so often even when nothing is due. */
  static final long MAX_WAKE_MILLIS = 1_000;

  private final LeaderView view;
  private final LeaderMemory memory;
  private final List<Action> actions = new ArrayList<>();
  private long wakeInMillis = MAX_WAKE_MILLIS;

  PlanBuilder(LeaderView view, LeaderMemory memory) {
    this.view = view;
    this.memory = memory;
  }

  LeaderView view() {
    return view;
  }

  LeaderMemory memory() {
    return memory;
  }

  /** Adds the action unless it is under way or waits after a failure; says whether it was added. */
  boolean offer(Action action) {
    if (memory.isFree(action.key(), view.nowMillis())) {
      actions.add(action);
      return true;
    }
    LeaderMemory.Retry retry = memory.failures().get(action.key());
    if (retry != null && !memory.underWay().contains(action.key())) {
      wakeIn(retry.notBeforeMillis() - view.nowMillis());
    }
    return false;
  }

  void wakeIn(long millis) {
    wakeInMillis = Math.min(wakeInMillis, Math.max(1, millis));
  }

  /** Whether the cluster's elapsed time has come; when not, asks again when it has. */
  boolean isDue(long elapsedMillis) {
    long left = elapsedMillis - view.elapsedMillis();
    if (left > 0) {
      wakeIn(left);
    }
    return left <= 0;
  }

  Plan build() {
    return new Plan(actions, wakeInMillis);
  }
}
