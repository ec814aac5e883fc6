/**
 * The suite {@code runtime}: how fast a keyed count is with and without checkpoints, how quick a
 * checkpoint of many tasks, and how long a kill is felt, in clusters of real processes.
 *
 * <p>Begin reading at {@link io.cairn.benchmarks.runtime.RuntimeCommand}.
 */
@NullMarked
package io.cairn.benchmarks.runtime;

import org.jspecify.annotations.NullMarked;
