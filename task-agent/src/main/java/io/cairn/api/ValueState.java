package io.cairn.api;

import org.jspecify.annotations.Nullable;

/** One value for the current key. Of the task's thread only. */
public interface ValueState<V> {

  /** The value, or null if the key has none. */
  @Nullable V get();

  /** The value, or {@code otherwise} if the key has none. */
  default V getOr(V otherwise) {
    V value = get();
    return value == null ? otherwise : value;
  }

  void put(V value);

  void clear();
}
