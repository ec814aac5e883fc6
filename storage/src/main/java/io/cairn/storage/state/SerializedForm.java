package io.cairn.storage.state;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Reusable buffers for one store's serializers; of the store's owner thread. */
final class SerializedForm {

  private final Buffer buffer = new Buffer();
  private final DataOutputStream out = new DataOutputStream(buffer);

  /** The bytes of a value, after a prefix. */
  <T> byte[] of(byte[] prefix, T value, Serializer<T> serializer) {
    buffer.begin();
    buffer.write(prefix, 0, prefix.length);
    try {
      serializer.write(value, out);
      out.flush();
    } catch (IOException e) {
      throw new StateAccessException("cannot write a " + serializer.schema(), e);
    }
    return Arrays.copyOf(buffer.octets, buffer.length);
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

  /** As a ByteArrayOutputStream, but without a lock for each value. */
  private static final class Buffer extends OutputStream {
    private static final int FIRST_SIZE = 256;

    /** An array that one huge value has made larger than this is not kept. */
    private static final int KEPT_SIZE = 64 * 1024;

    private byte[] octets = new byte[FIRST_SIZE];
    private int length;

    void begin() {
      length = 0;
      if (octets.length > KEPT_SIZE) {
        octets = new byte[FIRST_SIZE];
      }
    }

    @Override
    public void write(int octet) {
      ensure(1);
      octets[length++] = (byte) octet;
    }

    @Override
    public void write(byte[] from, int offset, int count) {
      ensure(count);
      System.arraycopy(from, offset, octets, length, count);
      length += count;
    }

    private void ensure(int more) {
      if (octets.length - length < more) {
        octets = Arrays.copyOf(octets, Math.max(2 * octets.length, length + more));
      }
    }
  }
}
