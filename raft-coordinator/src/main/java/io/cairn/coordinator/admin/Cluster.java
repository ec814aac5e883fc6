package io.cairn.coordinator.admin;

import io.cairn.coordinator.replication.CurrentMembership;
import io.cairn.coordinator.replication.ReplicaGroup;
import io.cairn.coordinator.replication.ReplicatedState;

/**
 * What is shown and steered: one replica, the group it is in, and where the others are.
 *
 * @param replica the state, here
 * @param group who votes
 * @param members where they are reached
 */
public record Cluster(ReplicatedState replica, ReplicaGroup group, CurrentMembership members) {}
