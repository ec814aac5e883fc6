/**
 * Runs the tasks of an attempt on this agent: sources, operators and sinks, one thread each, with
 * aligned barriers, local snapshots and two-phase sinks.
 *
 * <p>It knows the job API, channels and the local state store. It must not know coordinators, what
 * is uploaded, or the journal: whoever starts an attempt hears of it through {@link
 * io.cairn.agent.runtime.TaskListener} and tells it what the coordinators decided.
 *
 * <p>Begin with {@link io.cairn.agent.runtime.AttemptRuntime}, then {@link
 * io.cairn.agent.runtime.Task} for the life of one task, and {@link
 * io.cairn.agent.runtime.BarrierAligner} for the rules of the cut.
 */
@NullMarked
package io.cairn.agent.runtime;

import org.jspecify.annotations.NullMarked;
