package io.cairn.storage.state;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One row per entry: the prefix of the current key and the entry's key, and the value. */
final class RocksMapState<K, V> implements MapState<K, V> {

  private static final byte[] NOTHING = new byte[0];

  private final StateFamily family;
  private final CurrentKey currentKey;
  private final Serializer<K> keys;
  private final Serializer<V> values;
  private final SerializedForm form = new SerializedForm();

  RocksMapState(
      StateFamily family, CurrentKey currentKey, Serializer<K> keys, Serializer<V> values) {
    this.family = family;
    this.currentKey = currentKey;
    this.keys = keys;
    this.values = values;
  }

  @Override
  public @Nullable V get(K key) {
    byte[] stored = family.get(row(key));
    return stored == null ? null : SerializedForm.read(stored, 0, values);
  }

  @Override
  public void put(K key, V value) {
    family.put(row(key), form.of(NOTHING, value, values));
  }

  @Override
  public void remove(K key) {
    family.delete(row(key));
  }

  @Override
  public boolean isEmpty() {
    return !family.hasPrefix(currentKey.prefix());
  }

  @Override
  public void forEach(BiConsumer<? super K, ? super V> visitor) {
    byte[] prefix = currentKey.prefix();
    family.forEachRow(
        prefix,
        (row, value) ->
            visitor.accept(
                SerializedForm.read(row, prefix.length, keys),
                SerializedForm.read(value, 0, values)));
  }

  @Override
  public void clear() {
    family.deletePrefix(currentKey.prefix());
  }

  private byte[] row(K key) {
    return form.of(currentKey.prefix(), key, keys);
  }
}
