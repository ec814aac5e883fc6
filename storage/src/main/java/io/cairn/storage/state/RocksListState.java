package io.cairn.storage.state;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One row per key: the values one after the other, each after its length (4 bytes, big-endian), so
 * that RocksDB can append by a merge.
 */
final class RocksListState<T> implements ListState<T> {

  private static final byte[] ROOM_FOR_LENGTH = new byte[Integer.BYTES];

  private final StateFamily family;
  private final CurrentKey currentKey;
  private final Serializer<T> serializer;
  private final SerializedForm form = new SerializedForm();

  RocksListState(StateFamily family, CurrentKey currentKey, Serializer<T> serializer) {
    this.family = family;
    this.currentKey = currentKey;
    this.serializer = serializer;
  }

  @Override
  public List<T> get() {
    byte[] stored = family.get(currentKey.prefix());
    List<T> values = new ArrayList<>();
    if (stored != null) {
      ByteBuffer rest = ByteBuffer.wrap(stored);
      while (rest.hasRemaining()) {
        byte[] element = new byte[rest.getInt()];
        rest.get(element);
        values.add(SerializedForm.read(element, 0, serializer));
      }
    }
    return values;
  }

  @Override
  public void add(T value) {
    family.append(currentKey.prefix(), element(value));
  }

  @Override
  public void set(List<T> values) {
    if (values.isEmpty()) {
      clear();
      return;
    }
    ByteArrayOutputStream row = new ByteArrayOutputStream();
    for (T value : values) {
      row.writeBytes(element(value));
    }
    family.put(currentKey.prefix(), row.toByteArray());
  }

  @Override
  public void clear() {
    family.delete(currentKey.prefix());
  }

  private byte[] element(T value) {
    byte[] element = form.of(ROOM_FOR_LENGTH, value, serializer);
    ByteBuffer.wrap(element).putInt(element.length - Integer.BYTES);
    return element;
  }
}
