/**
 * The state machine that every coordinator replicates: {@code state(t+1) = f(state(t), event(t))}.
 *
 * <p>Pure: JDK and persistent collections only. It knows jobs, attempts, agents, checkpoints and
 * which files they need. It must not know protobuf, Raft, the blob store, clocks, threads or
 * logging; time, ids and randomness are data in the events. Everything here is immutable and may be
 * read by any thread.
 *
 * <p>Begin with docs/state-machines.md, then {@link io.cairn.coordinator.checkpoint.StateMachine},
 * {@link io.cairn.coordinator.checkpoint.Event} and {@link
 * io.cairn.coordinator.checkpoint.ClusterState}.
 */
@NullMarked
package io.cairn.coordinator.checkpoint;

import org.jspecify.annotations.NullMarked;
