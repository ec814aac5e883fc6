package io.cairn.coordinator.codec;

import com.google.protobuf.CodedOutputStream;
import io.cairn.protocol.v1.SnapshotRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Records of a snapshot in a stream, each with its length before it as a varint. */
final class Records {
  /**
   * Longest record: an attempt of 10,000 tasks with placements of up to 60 bytes, many times over.
   */
  static final int MAX_BYTES = 16 << 20;

  private Records() {}

  static void write(SnapshotRecord record, OutputStream out) throws IOException {
    byte[] bytes = record.toByteArray();
    byte[] length = new byte[CodedOutputStream.computeUInt32SizeNoTag(bytes.length)];
    CodedOutputStream.newInstance(length).writeUInt32NoTag(bytes.length);
    out.write(length);
    out.write(bytes);
  }

  static SnapshotRecord read(InputStream in) throws IOException {
    int length = 0;
    for (int shift = 0; ; shift += 7) {
      int next = in.read();
      if (next < 0 || shift > 28) {
        throw new IOException("the snapshot is cut off or damaged");
      }
      length |= (next & 0x7f) << shift;
      if (next < 0x80) {
        break;
      }
    }
    if (length < 0 || length > MAX_BYTES) {
      throw new IOException("the snapshot is damaged: a record of " + length + " bytes");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("the snapshot is cut off");
    }
    return SnapshotRecord.parseFrom(bytes);
  }
}
