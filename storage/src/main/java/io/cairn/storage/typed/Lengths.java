package io.cairn.storage.typed;

import io.cairn.storage.octets.DeclaredOctets;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Lengths and places: 7 bits a byte, low ones first, the high bit set on all but the last. */
final class Lengths {

  private Lengths() {}

  static void write(int length, DataOutput out) throws IOException {
    int rest = length;
    while ((rest & ~0x7f) != 0) {
      out.writeByte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  static int read(DataInput in) throws IOException {
    int length = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      byte next = in.readByte();
      length |= (next & 0x7f) << shift;
      if (next >= 0) {
        if (length < 0) {
          break;
        }
        return length;
      }
    }
    throw new IOException("a length is negative or too long: this is not what was written");
  }

  static void writeBytes(byte[] bytes, DataOutput out) throws IOException {
    write(bytes.length, out);
    out.write(bytes);
  }

  static byte[] readBytes(DataInput in) throws IOException {
    return DeclaredOctets.read(in, read(in));
  }
}
