package io.cairn.storage.state;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Reusable buffers for one store's serializers; of the store's owner thread. */
final class SerializedForm {

  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(256);
  private final DataOutputStream out = new DataOutputStream(buffer);

  /** The bytes of a value, after a prefix. */
  <T> byte[] of(byte[] prefix, T value, Serializer<T> serializer) {
    buffer.reset();
    buffer.write(prefix, 0, prefix.length);
    try {
      serializer.write(value, out);
      out.flush();
    } catch (IOException e) {
      throw new StateAccessException("cannot write a " + serializer.schema(), e);
    }
    return buffer.toByteArray();
  }

  /** Reads a value that takes all bytes from an offset on. */
  static <T> T read(byte[] bytes, int offset, Serializer<T> serializer) {
    ByteArrayInputStream rest = new ByteArrayInputStream(bytes, offset, bytes.length - offset);
    try (DataInputStream in = new DataInputStream(rest)) {
      T value = serializer.read(in);
      if (rest.available() != 0) {
        throw new IOException(rest.available() + " bytes are left");
      }
      return value;
    } catch (IOException e) {
      throw new StateAccessException("cannot read a " + serializer.schema(), e);
    }
  }
}
