package io.cairn.api;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Collects the operators and edges of a job. Every problem is told at the call that makes it, by a
 * {@link JobDefinitionException}. For one thread, and for one definition.
 */
public final class JobBuilder {
  /** The number of key groups if none is set. It bounds the parallelism of keyed operators. */
  public static final int DEFAULT_KEY_GROUPS = 128;

  /** The most key groups: their number is written in two octets before each key. */
  public static final int MAX_KEY_GROUPS = 32_768;

  /** The most tasks of one job, here as in the coordinators. */
  public static final int MAX_TASKS = 10_000;

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

  private final Map<String, OperatorDescription> operators = new LinkedHashMap<>();
  private final List<OperatorCode> codes = new ArrayList<>();
  private final List<JobDefinition.Link<?>> links = new ArrayList<>();
  private int keyGroups = DEFAULT_KEY_GROUPS;
  private int tasks;

  /** For {@link JobDefinition#of} and for tests of a single definition. */
  public JobBuilder() {}

  /**
   * Sets the number of key groups of each keyed operator. Call it before the first operator; a job
   * keeps the number for ever, as its state is divided by it.
   *
   * @param count 1 to {@value #MAX_KEY_GROUPS}
   */
  public JobBuilder keyGroups(int count) {
    check(operators.isEmpty(), "keyGroups(" + count + ") comes after the first operator");
    check(
        count >= 1 && count <= MAX_KEY_GROUPS,
        "keyGroups(" + count + "): give 1 to " + MAX_KEY_GROUPS);
    keyGroups = count;
    return this;
  }

  /**
   * Adds a source.
   *
   * @param id unique in the job, stable over its versions: {@code [a-z0-9][a-z0-9_-]{0,63}}
   * @param parallelism how many instances run, at least 1
   * @param code makes one instance for each task
   * @param serializer of the records that it emits
   */
  public <T> Stream<T> source(
      String id, int parallelism, Supplier<? extends Source<T>> code, Serializer<T> serializer) {
    add(id, OperatorKind.SOURCE, parallelism, new OperatorCode.OfSource<>(code));
    return new Stream<>(this, List.of(new Stream.Origin<>(id, serializer)), Optional.empty());
  }

  /**
   * The finished definition.
   *
   * @throws JobDefinitionException if there is no source or a source that nothing reads
   */
  public JobDefinition build() {
    Set<String> read = new HashSet<>();
    links.forEach(link -> read.add(link.edge().from()));
    boolean anySource = false;
    for (OperatorDescription operator : operators.values()) {
      if (operator.kind() == OperatorKind.SOURCE) {
        anySource = true;
        check(
            read.contains(operator.id()),
            "source '" + operator.id() + "': nothing reads it; add a process or a sink");
      }
    }
    check(anySource, "the job has no source");
    List<EdgeDescription> edges = new ArrayList<>();
    links.forEach(link -> edges.add(link.edge()));
    GraphDescription graph =
        new GraphDescription(List.copyOf(operators.values()), edges, keyGroups);
    return new JobDefinition(graph, codes, links);
  }

  /** Adds an operator that reads {@code origins} and, if it emits, becomes one itself. */
  <T> void add(Stream<T> input, OperatorDescription operator, OperatorCode code) {
    add(operator.id(), operator.kind(), operator.parallelism(), code);
    for (Stream.Origin<T> origin : input.origins()) {
      link(input, origin, operator);
    }
  }

  private <T> void link(Stream<T> input, Stream.Origin<T> origin, OperatorDescription to) {
    OperatorDescription from = operators.get(origin.operator());
    if (from == null) {
      throw new JobDefinitionException("'" + origin.operator() + "' is no operator of this job");
    }
    boolean equal = from.parallelism() == to.parallelism();
    Partitioning partitioning =
        input.partitioning().orElse(equal ? Partitioning.FORWARD : Partitioning.REBALANCE);
    check(
        partitioning != Partitioning.FORWARD || equal,
        "forward from '%s' with parallelism %d to '%s' with %d: make them equal or use rebalance()"
            .formatted(from.id(), from.parallelism(), to.id(), to.parallelism()));
    links.add(
        new JobDefinition.Link<>(
            new EdgeDescription(from.id(), to.id(), partitioning),
            origin.serializer(),
            input.keyBy()));
  }

  private void add(String id, OperatorKind kind, int parallelism, OperatorCode code) {
    check(
        ID.matcher(id).matches(),
        "operator id '" + id + "': use 1 to 64 of a-z 0-9 _ - and begin with a letter or a digit");
    check(!operators.containsKey(id), "operator id '" + id + "' is given twice");
    check(parallelism >= 1, "operator '" + id + "': parallelism " + parallelism + " is below 1");
    if (code instanceof OperatorCode.OfKeyed<?, ?, ?>) {
      check(
          parallelism <= keyGroups,
          "operator '%s': parallelism %d exceeds the %d key groups"
              .formatted(id, parallelism, keyGroups));
    }
    check(
        parallelism <= MAX_TASKS - tasks,
        "operator '%s': %d tasks more than the %d before it are more than the %d of a job"
            .formatted(id, parallelism, tasks, MAX_TASKS));
    tasks += parallelism;
    operators.put(id, new OperatorDescription(id, kind, parallelism));
    codes.add(code);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new JobDefinitionException(otherwise);
    }
  }
}
