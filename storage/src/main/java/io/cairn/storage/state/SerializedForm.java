package io.cairn.storage.state;

import io.cairn.storage.octets.OctetReader;
import io.cairn.storage.octets.OctetWriter;
import java.io.IOException;

/** A reusable buffer for one store's serializers; of the store's owner thread. */
final class SerializedForm {

  private final OctetWriter out = new OctetWriter();

  /** The bytes of a value, after a prefix. */
  <T> byte[] of(byte[] prefix, T value, Serializer<T> serializer) {
    out.clear();
    out.write(prefix);
    try {
      serializer.write(value, out);
    } catch (IOException e) {
      throw new StateAccessException("cannot write a " + serializer.schema(), e);
    }
    return out.copy();
  }

  /** Reads a value that takes all bytes from an offset on. */
  static <T> T read(byte[] bytes, int offset, Serializer<T> serializer) {
    OctetReader in = new OctetReader(bytes, offset, bytes.length);
    try {
      T value = serializer.read(in);
      if (in.remaining() != 0) {
        throw new IOException(in.remaining() + " bytes are left");
      }
      return value;
    } catch (IOException | RuntimeException e) {
      // A record's own constructor may refuse what damaged bytes say, in whatever way it likes.
      throw new StateAccessException("cannot read a " + serializer.schema(), e);
    }
  }
}
