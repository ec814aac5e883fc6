package io.cairn.storage.state;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
    return stored == null ? new ArrayList<>() : read(stored, serializer);
  }

  /**
   * The values of a row.
   *
   * @throws StateAccessException if it is not what was written
   */
  static <T> List<T> read(byte[] row, Serializer<T> serializer) {
    List<T> values = new ArrayList<>();
    ByteBuffer rest = ByteBuffer.wrap(row);
    while (rest.hasRemaining()) {
      int length = rest.remaining() < Integer.BYTES ? -1 : rest.getInt();
      if (length < 0 || length > rest.remaining()) {
        throw new StateAccessException(
            "cannot read a list of " + serializer.schema(),
            new IOException(
                "element " + values.size() + " is longer than the row of " + row.length));
      }
      byte[] element = new byte[length];
      rest.get(element);
      values.add(SerializedForm.read(element, 0, serializer));
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
