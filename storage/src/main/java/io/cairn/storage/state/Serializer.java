package io.cairn.storage.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Turns values into bytes and back. It must be without state of its own: several threads may use
 * it.
 *
 * <p>Two values are the same key exactly when their bytes are the same.
 */
public interface Serializer<T> {

  /** Writes one value. */
  void write(T value, DataOutput out) throws IOException;

  /** Reads one value, consuming exactly what {@link #write} wrote. */
  T read(DataInput in) throws IOException;

  /**
   * Names the format of the bytes, such as {@code long} or {@code flight/2}: at most 1024
   * characters. It is kept with the state, and a state is opened only under the schema that it was
   * written under.
   */
  String schema();
}
