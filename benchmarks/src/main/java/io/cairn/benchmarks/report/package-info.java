/**
 * What every suite reports: figures, targets, settings and the machine, as a table and as JSON.
 *
 * <p>Knows nothing of what is measured. Begin reading at {@link
 * io.cairn.benchmarks.report.BenchReport}.
 */
@NullMarked
package io.cairn.benchmarks.report;

import org.jspecify.annotations.NullMarked;
