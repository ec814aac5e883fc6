package io.cairn.coordinator.replication;

/**
 * Told when this replica begins and ceases to lead. Each ready is followed by exactly one lost of
 * the same term before the next ready.
 *
 * <p>Thread rule: called on one thread of the replicated state at a time, in order; must return at
 * once, so it only enqueues.
 */
public interface LeadershipListener {
  /** An entry of this term is applied here: the state is complete, the leader may act. */
  void onLeaderReady(Term term);

  /** This replica no longer leads in that term; proposals of it fail from now on. */
  void onLeaderLost(Term term);
}
