package io.cairn.coordinator.session;

/**
 * What a coordinator's sessions carry at one moment.
 *
 * @param sessions of registered agents
 * @param held connections from which nothing is read now, lest too much waits
 * @param waitingBytes that agents have sent and that are not settled
 * @param pushBacks how often reading from a connection was stopped, since the start
 */
public record SessionLoad(long sessions, long held, long waitingBytes, long pushBacks) {}
