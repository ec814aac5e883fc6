package io.cairn.coordinator.leader;

import java.util.List;

/**
 * What should be going on and is not, and when to ask again.
 *
 * @param actions in order of urgency
 * @param wakeInMillis ask again then, even when nothing happens; at least 1
 */
record Plan(List<Action> actions, long wakeInMillis) {
  Plan {
    actions = List.copyOf(actions);
  }
}
