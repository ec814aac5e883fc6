package io.cairn.storage.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The key that the states of one store are about, as the prefix that all its rows have: key group
 * (2 bytes), length of the key (4 bytes), key; all big-endian. Of the store's owner thread.
 */
final class CurrentKey {

  /** Bytes before the key. */
  static final int HEADER_BYTES = Short.BYTES + Integer.BYTES;

  private static final VarHandle GROUP =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LENGTH =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final KeyGroupRange range;
  private byte @Nullable [] prefix;

  CurrentKey(KeyGroupRange range) {
    this.range = range;
  }

  void set(byte[] key, int keyGroup) {
    set(key, key.length, keyGroup);
  }

  /** The key is the first so many bytes of an array; they are copied. */
  void set(byte[] bytes, int length, int keyGroup) {
    if (!range.contains(keyGroup)) {
      throw new IllegalArgumentException(
          "key group " + keyGroup + " is not of this task, which owns " + range);
    }
    byte[] next = new byte[HEADER_BYTES + length];
    GROUP.set(next, 0, (short) keyGroup);
    LENGTH.set(next, Short.BYTES, length);
    System.arraycopy(bytes, 0, next, HEADER_BYTES, length);
    prefix = next;
  }

  void clear() {
    prefix = null;
  }

  byte[] prefix() {
    if (prefix == null) {
      throw new IllegalStateException("no current key: call setCurrentKey first");
    }
    return prefix;
  }

  KeyGroupRange range() {
    return range;
  }
}
