package io.cairn.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A defined job: its shape and the user code of each part. What the runtime reads. Immutable. */
public final class JobDefinition {
  private final GraphDescription graph;
  private final List<OperatorCode> codes;
  private final List<Link<?>> links;

  /**
   * The code of an edge.
   *
   * @param serializer of the records that flow over it
   * @param keyBy present if and only if the edge partitions by {@link Partitioning#HASH}
   */
  public record Link<T>(
      EdgeDescription edge, Serializer<T> serializer, Optional<KeyBy<T, ?>> keyBy) {}

  JobDefinition(GraphDescription graph, List<OperatorCode> codes, List<Link<?>> links) {
    this.graph = graph;
    this.codes = List.copyOf(codes);
    this.links = List.copyOf(links);
  }

  /**
   * Runs a job's definition.
   *
   * @throws JobDefinitionException if it is not acceptable
   */
  public static JobDefinition of(Job job, JobArguments arguments) {
    JobBuilder builder = new JobBuilder();
    job.define(builder, arguments);
    return builder.build();
  }

  public GraphDescription graph() {
    return graph;
  }

  /**
   * The same job at another parallelism: that with which it was defined is only its first one.
   *
   * @param parallelism for each operator, in the order of {@link GraphDescription#operators}
   */
  public JobDefinition withParallelism(List<Integer> parallelism) {
    List<OperatorDescription> scaled = new ArrayList<>();
    for (int i = 0; i < graph.operators().size(); i++) {
      OperatorDescription operator = graph.operators().get(i);
      scaled.add(new OperatorDescription(operator.id(), operator.kind(), parallelism.get(i)));
    }
    return new JobDefinition(
        new GraphDescription(scaled, graph.edges(), graph.keyGroups()), codes, links);
  }

  /** The user code of an operator, by its place in {@link GraphDescription#operators}. */
  public OperatorCode code(int operator) {
    return codes.get(operator);
  }

  /** The code of an edge, by its place in {@link GraphDescription#edges}. */
  public Link<?> link(int edge) {
    return links.get(edge);
  }
}
