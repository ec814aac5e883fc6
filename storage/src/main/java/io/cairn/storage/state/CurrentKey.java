package io.cairn.storage.state;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The key that the states of one store are about, as the prefix that all its rows have: key group
 * (2 bytes), length of the key (4 bytes), key; all big-endian. Of the store's owner thread.
 */
final class CurrentKey {

  /** Bytes before the key. */
  static final int HEADER_BYTES = Short.BYTES + Integer.BYTES;

  private final KeyGroupRange range;
  private byte @Nullable [] prefix;

  CurrentKey(KeyGroupRange range) {
    this.range = range;
  }

  void set(byte[] key, int keyGroup) {
    if (!range.contains(keyGroup)) {
      throw new IllegalArgumentException(
          "key group " + keyGroup + " is not of this task, which owns " + range);
    }
    prefix =
        ByteBuffer.allocate(HEADER_BYTES + key.length)
            .putShort((short) keyGroup)
            .putInt(key.length)
            .put(key)
            .array();
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
