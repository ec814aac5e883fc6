package io.cairn.coordinator.checkpoint;

/**
 * The cluster's counters when a checkpoint was requested. They go into its metadata, fixed at the
 * request, so that every leader writes the same bytes.
 *
 * @param job newest job id
 * @param incarnation newest incarnation
 */
public record CounterFloors(long job, long incarnation) {}
