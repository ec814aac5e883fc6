package io.cairn.coordinator.checkpoint;

import java.util.List;

/**
 * The result of applying a batch.
 *
 * @param next the state after it
 * @param outcomes one per event, in order
 */
public record Step(ClusterState next, List<Outcome> outcomes) {
  /** Copies the list. */
  public Step {
    outcomes = List.copyOf(outcomes);
  }
}
