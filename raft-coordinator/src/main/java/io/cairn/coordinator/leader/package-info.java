/**
 * What the leader does to the world: it compares what the replicated state says should be going on
 * with what is, and does the rest.
 *
 * <p>Knows: the state, how to propose, and the blob store. Must not know: jraft, sockets, HTTP.
 * Nothing here is needed for safety: every action may be done twice, late, or by a leader that is
 * no longer one.
 *
 * <p>Begin with {@link io.cairn.coordinator.leader.Reconciler}, the rules; then {@link
 * io.cairn.coordinator.leader.LeaderDesk}, which follows them, and {@link
 * io.cairn.coordinator.leader.LeaderLoop}, its thread.
 */
@NullMarked
package io.cairn.coordinator.leader;

import org.jspecify.annotations.NullMarked;
