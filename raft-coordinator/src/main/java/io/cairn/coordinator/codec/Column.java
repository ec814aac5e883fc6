package io.cairn.coordinator.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Arrays;

/**
 * A packed repeated number of a message, as protobuf writes it, collected value by value. Of one
 * encoder, on one thread.
 */
final class Column {
  private static final int LONGEST_VARINT = 10;

  private final int field;
  private byte[] bytes;
  private int size;

  Column(int field, int expectedBytes) {
    this.field = field;
    this.bytes = new byte[expectedBytes];
  }

  /** Adds an int32 or int64 of protobuf. */
  void add(long value) {
    room(LONGEST_VARINT);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** Adds a fixed32 of protobuf. */
  void addFixed(int value) {
    room(Integer.BYTES);
    bytes[size++] = (byte) value;
    bytes[size++] = (byte) (value >> 8);
    bytes[size++] = (byte) (value >> 16);
    bytes[size++] = (byte) (value >> 24);
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length + more);
    }
  }

  /** Octets that {@link #writeTo} writes. */
  int encodedSize() {
    return size == 0
        ? 0
        : CodedOutputStream.computeTagSize(field)
            + CodedOutputStream.computeUInt32SizeNoTag(size)
            + size;
  }

  void writeTo(CodedOutputStream out) throws IOException {
    if (size > 0) {
      out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(size);
      out.writeRawBytes(bytes, 0, size);
    }
  }

  /**
   * Reads a column.
   *
   * @param end octets of the message that is read: a length beyond it is not believed
   * @throws IOException when it is cut short
   */
  static long[] read(CodedInputStream in, int end) throws IOException {
    int length = length(in, end);
    int before = in.pushLimit(length);
    long[] values = new long[length]; // each takes an octet or more
    int count = 0;
    while (!in.isAtEnd()) {
      values[count++] = in.readRawVarint64();
    }
    in.popLimit(before);
    return count == length ? values : Arrays.copyOf(values, count);
  }

  /**
   * Reads a column of fixed32.
   *
   * @param end octets of the message that is read: a length beyond it is not believed
   * @throws IOException when it is cut short
   */
  static int[] readFixed(CodedInputStream in, int end) throws IOException {
    int length = length(in, end);
    if (length % Integer.BYTES != 0) {
      throw new IOException("a column of fixed32 is cut short");
    }
    int[] values = new int[length / Integer.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readRawLittleEndian32();
    }
    return values;
  }

  private static int length(CodedInputStream in, int end) throws IOException {
    int length = in.readRawVarint32();
    if (length < 0 || length > end - in.getTotalBytesRead()) {
      throw new IOException("a column of " + length + " octets is cut short");
    }
    return length;
  }
}
