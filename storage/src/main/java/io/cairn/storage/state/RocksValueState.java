package io.cairn.storage.state;

import org.jspecify.annotations.Nullable;

/** One row per key: the prefix of the key, and the value. */
final class RocksValueState<T> implements ValueState<T> {

  private static final byte[] NOTHING = new byte[0];

  private final StateFamily family;
  private final CurrentKey currentKey;
  private final Serializer<T> serializer;
  private final SerializedForm form = new SerializedForm();

  RocksValueState(StateFamily family, CurrentKey currentKey, Serializer<T> serializer) {
    this.family = family;
    this.currentKey = currentKey;
    this.serializer = serializer;
  }

  @Override
  public @Nullable T get() {
    byte[] stored = family.get(currentKey.prefix());
    return stored == null ? null : SerializedForm.read(stored, 0, serializer);
  }

  @Override
  public void set(T value) {
    family.put(currentKey.prefix(), form.of(NOTHING, value, serializer));
  }

  @Override
  public void clear() {
    family.delete(currentKey.prefix());
  }
}
