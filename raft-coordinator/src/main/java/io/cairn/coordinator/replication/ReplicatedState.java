package io.cairn.coordinator.replication;

import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The cluster's state, equal on every replica at the same index. All methods are safe for use by
 * any thread and none blocks.
 *
 * <p>Futures are completed by the replica's own threads: attach work that takes time with an {@code
 * Async} method and an executor.
 */
public interface ReplicatedState extends AutoCloseable {
  /** The last state applied on this replica. It may be behind the leader's. */
  ClusterState state();

  /** The log index that {@link #state()} has reached at least. */
  long appliedIndex();

  /** Who leads, as far as this replica knows. */
  Leadership leadership();

  /**
   * Proposes events that are applied in order, in one entry; other proposals may share it. An empty
   * list is a tick: it only moves the state's elapsed time.
   *
   * <p>Completed with one outcome per event, after the entry is applied here and the listeners are
   * told. Completed exceptionally with {@link NotLeaderException} (surely did not happen; also when
   * this replica leads, but in another term than asked for), with {@link CommandRejectedException}
   * (surely did not happen; too much is waiting already), or with {@link OutcomeUnknownException}.
   *
   * @param term the term in which the caller took its decision, from {@link
   *     LeadershipListener#onLeaderReady} or {@link Leadership#readyTerm}
   * @throws IllegalArgumentException when there are more events than a batch may hold
   */
  CompletableFuture<List<Outcome>> propose(Term term, List<Event> events);

  /**
   * A state that contains everything that was answered before this call, on any replica. Completed
   * exceptionally with {@link NotLeaderException} when no quorum or no leader answers.
   */
  CompletableFuture<ClusterState> readLinearizable();

  /**
   * Asks another replica to take over leadership, the one whose log is nearest.
   *
   * @return whether one was asked; false when this replica does not lead or has no peer. When the
   *     transfer comes to nothing, this replica goes on leading
   */
  boolean transferLeadership();

  /** Adds a listener of applied batches; it is told those applied after this call. */
  void subscribe(AppliedListener listener);

  /** Adds a listener of leadership; when this replica leads already, it is told so at once. */
  void subscribe(LeadershipListener listener);

  /** Stops this replica; pending proposals fail with {@link OutcomeUnknownException}. */
  @Override
  void close();
}
