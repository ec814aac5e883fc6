package io.cairn.api;

/**
 * One operator of a graph.
 *
 * @param id unique in the graph and stable over versions of the job
 * @param parallelism the number of its tasks, at least 1
 */
public record OperatorDescription(String id, OperatorKind kind, int parallelism) {}
