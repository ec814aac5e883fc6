package io.cairn.agent.runtime;

/**
 * What a running task has spent its time on, since it began to process. The three parts are all of
 * it.
 *
 * @param task as {@code operator/instance}
 * @param busyNanos processing, and taking snapshots
 * @param backPressuredNanos waiting until a receiver takes more
 * @param idleNanos waiting for input
 */
public record TaskLoad(
    long jobId, String task, long busyNanos, long backPressuredNanos, long idleNanos) {}
