/**
 * The command {@code bin/bench}: whole-system measurements, each a suite in a package of its own.
 *
 * <p>Begin reading at {@link io.cairn.benchmarks.BenchMain}.
 */
@NullMarked
package io.cairn.benchmarks;

import org.jspecify.annotations.NullMarked;
