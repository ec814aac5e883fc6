package io.cairn.storage.state;

import org.jspecify.annotations.Nullable;

/**
 * One value per key; of the store's owner thread.
 *
 * <p>Every method is about the key last given to {@link KeyedStateStore#setCurrentKey} and throws
 * {@link IllegalStateException} when there is none.
 */
public interface ValueState<T> {

  /** The value of the current key, or null. */
  @Nullable T get();

  /** Sets the value of the current key. */
  void set(T value);

  /** Removes the value of the current key. */
  void clear();
}
