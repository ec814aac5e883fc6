package io.cairn.coordinator.replication;

import io.cairn.process.HostPort;

/**
 * One coordinator of the cluster, as configured.
 *
 * @param id its configured id
 * @param raft where it talks to the other coordinators
 * @param session where it serves agents
 * @param admin where it serves HTTP
 */
public record ClusterMember(String id, HostPort raft, HostPort session, HostPort admin) {}
