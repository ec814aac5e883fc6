package io.cairn.coordinator.checkpoint;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * A sorted persistent map that keeps the sum of its values' hashes, so that the hash of a large map
 * costs one addition per change. Each value's hash must include its key. Immutable; O(log n) per
 * change.
 *
 * @param <K> key, with a total order that agrees with equals
 * @param <V> value
 */
public record HashedMap<K extends Comparable<? super K>, V extends Hashed>(
    TreePMap<K, V> entries, long sum) {

  /** The map without entries. */
  public static <K extends Comparable<? super K>, V extends Hashed> HashedMap<K, V> empty() {
    return new HashedMap<>(TreePMap.<K, V>empty(), 0);
  }

  /** The value of the key, or null. */
  public @Nullable V get(K key) {
    return entries.get(key);
  }

  /** This map with the key set to the value. */
  public HashedMap<K, V> plus(K key, V value) {
    V old = entries.get(key);
    if (old == value) {
      return this;
    }
    long less = old == null ? 0 : old.stateHash();
    return new HashedMap<>(entries.plus(key, value), sum - less + value.stateHash());
  }

  /** This map without the key. */
  public HashedMap<K, V> minus(K key) {
    V old = entries.get(key);
    return old == null ? this : new HashedMap<>(entries.minus(key), sum - old.stateHash());
  }

  /** Number of entries. */
  public int size() {
    return entries.size();
  }

  /** Whether the key is present. */
  public boolean contains(K key) {
    return entries.containsKey(key);
  }

  /** The values in the order of their keys. */
  public Iterable<V> values() {
    return entries.values();
  }

  /** The values in the reverse order of their keys. */
  public Iterable<V> descendingValues() {
    return entries.descendingMap().values();
  }

  /** Entries in the order of their keys. */
  public Iterable<Map.Entry<K, V>> inOrder() {
    return entries.entrySet();
  }
}
