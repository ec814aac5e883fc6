package io.cairn.api;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Turns values into octets and back: for records between tasks, for keys and for keyed state.
 *
 * <p>Implementations have no mutable state; one instance is used by many threads. {@code read} must
 * consume exactly what {@code write} produced, and equal keys must give equal octets, for a key's
 * octets decide which task owns it. What is written lives in checkpoints: a changed format cannot
 * read the older ones.
 */
public interface Serializer<T> {

  void write(T value, DataOutput out) throws IOException;

  T read(DataInput in) throws IOException;

  /**
   * Names the format, such as {@code flight/2}. It is kept with keys and keyed state, which are
   * opened only under the name that they were written under. Change it with the format. The
   * serializers of records and messages in {@link Serializers} describe their types instead, and
   * older versions that can be read are then accepted.
   */
  default String schema() {
    return "unnamed";
  }
}
