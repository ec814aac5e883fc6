package io.cairn.coordinator.checkpoint;

/** The agent, in one of its runs, that hosts a task. */
public record Placement(AgentId agent, Incarnation incarnation) {}
