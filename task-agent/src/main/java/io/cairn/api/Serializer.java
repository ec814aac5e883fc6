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
   * Names the format, such as {@code flight/2}: at most 1024 characters. It is kept with keyed
   * state, which is opened only under the name that it was written under. Change it with the
   * format.
   */
  default String schema() {
    return "unnamed";
  }
}
