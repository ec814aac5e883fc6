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
   * Names the format of the bytes, such as {@code long} or {@code flight/2}, or describes it as the
   * text of a {@link io.cairn.storage.schema.Schema}. It is kept with the state, and a state is
   * opened only under a schema under which the stored bytes can be read.
   */
  String schema();
}
