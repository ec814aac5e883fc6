package io.cairn.coordinator.checkpoint;

/** Records flow from one operator to another. */
public record Edge(String from, String to, Partitioning partitioning) {}
