package io.cairn.api;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A map for the current key. Of the task's thread only. */
public interface MapState<M, V> {

  /** The value of {@code mapKey}, or null. */
  @Nullable V get(M mapKey);

  void put(M mapKey, V value);

  void remove(M mapKey);

  /** Calls {@code action} for each entry, ordered by the octets of the map key. */
  void forEach(BiConsumer<M, V> action);

  /** Removes every entry of the current key. */
  void clear();
}
