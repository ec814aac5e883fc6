/**
 * The suite {@code coordinator}: three coordinator processes on the loopback address, simulated
 * agents over the real session protocol, and the raw replication library as the limit.
 *
 * <p>Knows the admin API and the session client of the task agent. Begin reading at {@link
 * io.cairn.benchmarks.coordinator.CoordinatorBench}.
 */
@NullMarked
package io.cairn.benchmarks.coordinator;

import org.jspecify.annotations.NullMarked;
