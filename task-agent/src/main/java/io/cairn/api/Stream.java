package io.cairn.api;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The records that one or several operators emit. Immutable; part of a definition, it holds none.
 *
 * @param <T> the record type
 */
public final class Stream<T> {
  private final JobBuilder job;
  private final List<Origin<T>> origins;
  private final Optional<Partitioning> partitioning;
  private final Optional<KeyBy<T, ?>> keyBy;

  /** An operator that emits into the stream. */
  record Origin<T>(String operator, Serializer<T> serializer) {}

  Stream(JobBuilder job, List<Origin<T>> origins, Optional<Partitioning> partitioning) {
    this(job, origins, partitioning, Optional.empty());
  }

  private Stream(
      JobBuilder job,
      List<Origin<T>> origins,
      Optional<Partitioning> partitioning,
      Optional<KeyBy<T, ?>> keyBy) {
    this.job = job;
    this.origins = List.copyOf(origins);
    this.partitioning = partitioning;
    this.keyBy = keyBy;
  }

  /** Groups the records by a key, so that one task sees all records of a key. */
  public <K> KeyedStream<K, T> keyBy(
      Function<? super T, ? extends K> selector, Serializer<K> serializer) {
    return new KeyedStream<>(this, new KeyBy<>(selector, serializer));
  }

  /**
   * Adds an operator without keyed state. Instance i feeds instance i if the parallelisms are
   * equal, else records go round robin; {@link #forward} and {@link #rebalance} say it outright.
   *
   * @param id unique in the job, stable over its versions: {@code [a-z0-9][a-z0-9_-]{0,63}}
   * @param serializer of the records that it emits
   */
  public <R> Stream<R> process(
      String id,
      int parallelism,
      Supplier<? extends Operator<T, R>> code,
      Serializer<R> serializer) {
    job.add(this, transform(id, parallelism), new OperatorCode.OfOperator<>(code));
    return emittedBy(id, serializer);
  }

  /** Adds a sink. The way to its instances is chosen as for {@link #process}. */
  public void sink(String id, int parallelism, Supplier<? extends Sink<T>> code) {
    job.add(
        this,
        new OperatorDescription(id, OperatorKind.SINK, parallelism),
        new OperatorCode.OfSink<>(code));
  }

  /**
   * The records of both, in any order between the two. Say {@code forward} and the like after it.
   */
  public Stream<T> union(Stream<T> other) {
    if (other.job != job) {
      throw new JobDefinitionException("union of streams of two jobs");
    }
    List<Origin<T>> both = new ArrayList<>(origins);
    both.addAll(other.origins);
    Set<String> seen = new HashSet<>();
    for (Origin<T> origin : both) {
      if (!seen.add(origin.operator())) {
        throw new JobDefinitionException(
            "union has the records of operator '" + origin.operator() + "' twice");
      }
    }
    return new Stream<>(job, both, Optional.empty());
  }

  /** Instance i feeds instance i of what comes next, which must have the same parallelism. */
  public Stream<T> forward() {
    return new Stream<>(job, origins, Optional.of(Partitioning.FORWARD));
  }

  /** Records go round robin to the instances of what comes next. */
  public Stream<T> rebalance() {
    return new Stream<>(job, origins, Optional.of(Partitioning.REBALANCE));
  }

  <K, R> Stream<R> processKeyed(
      OperatorDescription operator, OperatorCode.OfKeyed<K, T, R> code, Serializer<R> serializer) {
    Stream<T> hashed =
        new Stream<>(job, origins, Optional.of(Partitioning.HASH), Optional.of(code.keyBy()));
    job.add(hashed, operator, code);
    return emittedBy(operator.id(), serializer);
  }

  static OperatorDescription transform(String id, int parallelism) {
    return new OperatorDescription(id, OperatorKind.TRANSFORM, parallelism);
  }

  List<Origin<T>> origins() {
    return origins;
  }

  Optional<Partitioning> partitioning() {
    return partitioning;
  }

  Optional<KeyBy<T, ?>> keyBy() {
    return keyBy;
  }

  private <R> Stream<R> emittedBy(String id, Serializer<R> serializer) {
    return new Stream<>(job, List.of(new Origin<>(id, serializer)), Optional.empty());
  }
}
