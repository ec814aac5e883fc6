package io.cairn.agent.runtime;

import io.cairn.api.Serializer;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Serializes one value at a time into an array that is used again. Of one thread. */
final class RecordEncoder<T> extends OutputStream {
  private static final int FIRST_SIZE = 256;

  /** An array that one huge value has made larger than this is not kept. */
  private static final int KEPT_SIZE = 64 * 1024;

  private final Serializer<T> serializer;
  private final DataOutputStream out = new DataOutputStream(this);
  private byte[] octets = new byte[FIRST_SIZE];
  private int length;

  RecordEncoder(Serializer<T> serializer) {
    this.serializer = serializer;
  }

  /** Makes {@link #octets} and {@link #length} hold the value, until the next call. */
  void encode(T value) throws IOException {
    if (octets.length > KEPT_SIZE) {
      octets = new byte[FIRST_SIZE];
    }
    length = 0;
    serializer.write(value, out);
  }

  /** The value's octets in an array of their own. */
  byte[] encodeCopy(T value) throws IOException {
    encode(value);
    return Arrays.copyOf(octets, length);
  }

  byte[] octets() {
    return octets;
  }

  int length() {
    return length;
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
      octets = Arrays.copyOf(octets, Math.max(octets.length * 2, length + more));
    }
  }
}
