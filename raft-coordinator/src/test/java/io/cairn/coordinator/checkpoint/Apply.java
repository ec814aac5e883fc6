package io.cairn.coordinator.checkpoint;

/** The state machine or a planted variant of it. */
@FunctionalInterface
interface Apply {
  /** Applies a batch. */
  Step apply(ClusterState state, Batch batch);
}
