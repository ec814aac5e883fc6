package io.cairn.api;

/**
 * What a keyed operator is told when it opens, and where it declares its state.
 *
 * <p>A state's name is stable over versions of the job: {@code [a-z0-9][a-z0-9_-]{0,63}}, once
 * each.
 */
public interface KeyedContext extends TaskContext {

  /** One value for each key. */
  <V> ValueState<V> value(String name, Serializer<V> serializer);

  /** A list that only grows, until it is cleared, for each key. */
  <V> ListState<V> list(String name, Serializer<V> serializer);

  /** A map for each key, whose entries are read and written one by one. */
  <M, V> MapState<M, V> map(String name, Serializer<M> keySerializer, Serializer<V> serializer);

  /** Timers for each key; they fire in {@link KeyedOperator#onTimer}. */
  Timers timers();
}
