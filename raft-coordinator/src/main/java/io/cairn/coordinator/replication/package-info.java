/**
 * Keeps one {@link io.cairn.coordinator.checkpoint.ClusterState} equal on every coordinator.
 *
 * <p>Knows: the Raft log (this is the only package that sees jraft), how batches of events become
 * entries, who leads, and how a replica starts, snapshots and halts. Must not know: what the events
 * mean, agents' sessions, HTTP or the blob store.
 *
 * <p>Begin with {@link io.cairn.coordinator.replication.ReplicatedState}, which is all that others
 * use; then {@link io.cairn.coordinator.replication.JraftReplicatedState}, its wiring.
 */
@NullMarked
package io.cairn.coordinator.replication;

import org.jspecify.annotations.NullMarked;
