package io.cairn.storage.state;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A map per key; of the store's owner thread. See {@link ValueState} for the current key.
 *
 * <p>Entries are visited in the order of their keys' bytes, so the map may be larger than memory.
 */
public interface MapState<K, V> {

  /** The value of an entry of the current key's map, or null. */
  @Nullable V get(K key);

  /** Sets an entry. */
  void put(K key, V value);

  /** Removes an entry, if it is there. */
  void remove(K key);

  /** Whether the current key's map has no entry. */
  boolean isEmpty();

  /** Visits the entries as they are now; the visitor may change the map. */
  void forEach(BiConsumer<? super K, ? super V> visitor);

  /** Removes all entries of the current key. */
  void clear();
}
