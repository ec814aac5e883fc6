package io.cairn.storage.octets;

import java.io.DataInput;
import java.io.IOException;
import java.util.Arrays;

/** Octets behind their number: a damaged number must not take memory that nothing stands for. */
public final class DeclaredOctets {
  /** So much is taken before any of it is read; then never more than was there already. */
  private static final int CHUNK_OCTETS = 1 << 16;

  private DeclaredOctets() {}

  /**
   * Reads so many.
   *
   * @throws java.io.EOFException if there are fewer
   * @throws IOException if the number is negative
   */
  public static byte[] read(DataInput in, int length) throws IOException {
    if (length < 0) {
      throw new IOException("length " + length + " is negative: this is not what was written");
    }
    byte[] octets = new byte[Math.min(length, CHUNK_OCTETS)];
    in.readFully(octets);
    while (octets.length < length) {
      int from = octets.length;
      octets = Arrays.copyOf(octets, (int) Math.min(length, 2L * from));
      in.readFully(octets, from, octets.length - from);
    }
    return octets;
  }
}
