package io.cairn.agent.runtime;

import io.cairn.api.KeyBy;
import io.cairn.api.Serializer;
import io.cairn.storage.state.KeyGroups;
import java.io.IOException;

/** Computes a record's key, its octets and its key group. Of the task's thread. */
final class KeyAddress<T, K> {
  private final KeyBy<T, K> keyBy;
  private final RecordEncoder<K> encoder;
  private final int keyGroups;
  private int keyGroup;

  KeyAddress(KeyBy<T, K> keyBy, int keyGroups) {
    this.keyBy = keyBy;
    this.encoder = new RecordEncoder<>(keyBy.serializer());
    this.keyGroups = keyGroups;
  }

  Serializer<K> serializer() {
    return keyBy.serializer();
  }

  K key(T record) {
    K key = keyBy.selector().apply(record);
    if (key == null) {
      throw new NullPointerException("the key of a record is null: " + record);
    }
    return key;
  }

  /** Makes {@link #octets}, {@link #length} and {@link #keyGroup} those of a key. */
  void take(K key) throws IOException {
    encoder.encode(key);
    keyGroup = KeyGroups.ofKey(encoder.octets(), encoder.length(), keyGroups);
  }

  /** The key's octets are the first {@link #length}; until the next key is taken. */
  byte[] octets() {
    return encoder.octets();
  }

  int length() {
    return encoder.length();
  }

  int keyGroup() {
    return keyGroup;
  }

  /** The instance, of so many, that owns the key of a record. */
  int owner(T record, int parallelism) throws IOException {
    take(key(record));
    return KeyGroups.ownerOf(keyGroup, keyGroups, parallelism);
  }
}
