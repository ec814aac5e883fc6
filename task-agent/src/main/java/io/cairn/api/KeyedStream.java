package io.cairn.api;

import java.util.function.Supplier;

/**
 * Records grouped by a key. Immutable.
 *
 * @param <K> the key
 * @param <T> the record type
 */
public final class KeyedStream<K, T> {
  private final Stream<T> records;
  private final KeyBy<T, K> keyBy;

  KeyedStream(Stream<T> records, KeyBy<T, K> keyBy) {
    this.records = records;
    this.keyBy = keyBy;
  }

  /**
   * Adds an operator with state for each key.
   *
   * @param id unique in the job, stable over its versions: {@code [a-z0-9][a-z0-9_-]{0,63}}
   * @param parallelism at most the number of key groups
   * @param serializer of the records that it emits
   */
  public <R> Stream<R> process(
      String id,
      int parallelism,
      Supplier<? extends KeyedOperator<K, T, R>> code,
      Serializer<R> serializer) {
    return records.processKeyed(
        Stream.transform(id, parallelism), new OperatorCode.OfKeyed<>(code, keyBy), serializer);
  }
}
