/**
 * The figures of a process, and how they are read: Micrometer meters, in Prometheus' text format.
 *
 * <p>Knows: the registry, what the JVM says of itself, and a page for processes without another
 * HTTP server. Must not know: what is measured; each module names its own meters.
 *
 * <p>Begin with {@link io.cairn.process.metrics.Metrics}.
 */
@NullMarked
package io.cairn.process.metrics;

import org.jspecify.annotations.NullMarked;
