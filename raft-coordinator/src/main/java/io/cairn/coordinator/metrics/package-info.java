/**
 * The coordinator's figures: what docs/metrics.md lists for coordinators.
 *
 * <p>Knows: what to read of the replicated state, of this replica, and of its disk. What follows
 * from replicated state is the same on every replica, and after every failover. Must not know: how
 * the figures are served. Nothing here runs on the apply thread; what is not read when somebody
 * asks is counted where a future is completed.
 *
 * <p>Begin with {@link io.cairn.coordinator.metrics.ReplicaMeters}.
 */
@NullMarked
package io.cairn.coordinator.metrics;

import org.jspecify.annotations.NullMarked;
