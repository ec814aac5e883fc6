/**
 * What a replica keeps on its disk, and whether it can be believed.
 *
 * <p>Knows: the files of a replica's directory and how jraft's storages are opened on them. Must
 * not know: elections, the state machine, or what an entry means.
 *
 * <p>The rule of this package: a replica that has confirmed an entry or a vote must not start
 * without it. Raft counts on what a majority has acknowledged; two replicas that come back with
 * less than they acknowledged can elect a leader that lacks committed entries. So whatever shows
 * that something is gone refuses to open, as {@link
 * io.cairn.coordinator.replication.disk.DamageException}, and a person rebuilds the replica from
 * the others.
 *
 * <p>Begin with {@link io.cairn.coordinator.replication.disk.ReplicaFiles}, then {@link
 * io.cairn.coordinator.replication.disk.GuardedLogStorage}.
 */
@NullMarked
package io.cairn.coordinator.replication.disk;

import org.jspecify.annotations.NullMarked;
