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

  byte[] octets(K key) throws IOException {
    return encoder.encodeCopy(key);
  }

  int keyGroup(byte[] key) {
    return KeyGroups.ofKey(key, keyGroups);
  }

  /** The instance, of so many, that owns the key of a record. */
  int owner(T record, int parallelism) throws IOException {
    return KeyGroups.ownerOf(keyGroup(octets(key(record))), keyGroups, parallelism);
  }
}
