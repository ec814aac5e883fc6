package io.cairn.coordinator.replication;

import io.cairn.coordinator.checkpoint.Batch;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.Outcome;
import java.util.List;

/**
 * Told of each batch that this replica applies: live ones and, after a start, replayed ones.
 *
 * <p>Thread rule: called on the apply thread, in log order; must only enqueue. Batches that came as
 * a snapshot of another replica are not told; {@link #onReplaced} is.
 */
@FunctionalInterface
public interface AppliedListener {
  /** A batch has been applied. The futures of its proposers are completed after this. */
  void onApplied(Applied applied);

  /** The whole state was replaced: a snapshot was loaded, at start or sent by the leader. */
  default void onReplaced(long index, ClusterState state) {}

  /**
   * One applied batch.
   *
   * @param index its place in the log
   * @param term the term of the leader that proposed it
   * @param before the state before it
   * @param after the state after it
   * @param batch what was applied
   * @param outcomes one per event of the batch, in order
   */
  record Applied(
      long index,
      Term term,
      ClusterState before,
      ClusterState after,
      Batch batch,
      List<Outcome> outcomes) {}
}
