/**
 * The public job API: what a person writes to have a job run by Cairn.
 *
 * <p>Begin with {@link io.cairn.api.Job} and {@link io.cairn.api.JobBuilder}, then {@link
 * io.cairn.api.Source}, {@link io.cairn.api.KeyedOperator} and {@link io.cairn.api.Sink}. A job
 * defines a graph of operators; the agents run each operator as several tasks, one thread each, and
 * call every method of one instance of user code from that one thread.
 *
 * <p>The package knows nothing of the runtime, of channels or of coordinators. {@link
 * io.cairn.api.JobDefinition} is what the runtime reads; a job's author does not need it.
 */
@NullMarked
package io.cairn.api;

import org.jspecify.annotations.NullMarked;
