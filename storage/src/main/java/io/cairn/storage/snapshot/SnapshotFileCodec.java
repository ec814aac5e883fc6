package io.cairn.storage.snapshot;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.UUID;

/** A {@link SnapshotFile} in bytes: name, writer, length, CRC32C, immutable. */
final class SnapshotFileCodec {

  /** The least that a file takes: an empty name's length, two longs, a long, an int, a byte. */
  static final int MINIMUM_BYTES = 2 + 16 + 8 + 4 + 1;

  private SnapshotFileCodec() {}

  static void write(SnapshotFile file, DataOutputStream out) throws IOException {
    out.writeUTF(file.name());
    out.writeLong(file.writer().getMostSignificantBits());
    out.writeLong(file.writer().getLeastSignificantBits());
    out.writeLong(file.length());
    out.writeInt(file.crc32c());
    out.writeBoolean(file.immutable());
  }

  static SnapshotFile read(DataInputStream in) throws IOException {
    String name = in.readUTF();
    UUID writer = new UUID(in.readLong(), in.readLong());
    return new SnapshotFile(name, writer, in.readLong(), in.readInt(), in.readBoolean());
  }
}
