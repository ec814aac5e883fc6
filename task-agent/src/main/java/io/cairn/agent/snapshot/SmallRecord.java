package io.cairn.agent.snapshot;

import io.cairn.storage.snapshot.Bytes;
import io.cairn.storage.snapshot.SealedBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What stands in a file of {@link SmallSnapshots}: a snapshot, or the handle that it has since its
 * upload. In the file each has its length (4) before it.
 *
 * @param content the file {@code task-state}, or the protobuf of the handle
 */
record SmallRecord(Kind kind, SnapshotId id, Bytes content) {

  private static final String MAGIC = "CRNSMAL1";

  /** What it is. */
  enum Kind {
    SNAPSHOT(1),
    HANDLE(2);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    private static Kind of(int number) throws IOException {
      for (Kind kind : values()) {
        if (kind.number == number) {
          return kind;
        }
      }
      throw new IOException("unknown kind of record " + number);
    }
  }

  /** The octets in the file, with their length. */
  byte[] encode() {
    byte[] sealed =
        SealedBytes.seal(
            MAGIC,
            out -> {
              out.writeByte(kind.number);
              out.writeLong(id.jobId());
              out.writeLong(id.attempt());
              out.writeLong(id.checkpointId());
              out.writeInt(id.task());
              out.writeInt(content.length());
              out.write(content.toByteArray());
            });
    return ByteBuffer.allocate(Integer.BYTES + sealed.length)
        .putInt(sealed.length)
        .put(sealed)
        .array();
  }

  /**
   * Reads what {@link #encode} gave.
   *
   * @param begin where it stands in the file, for the error
   * @throws io.cairn.storage.snapshot.CorruptSnapshotException if it is damaged
   */
  static SmallRecord read(byte[] octets, Path file, long begin) throws IOException {
    var origin = new SealedBytes.Origin(file.toString(), begin + Integer.BYTES, "");
    return SealedBytes.unseal(
        MAGIC,
        Arrays.copyOfRange(octets, Integer.BYTES, octets.length),
        origin,
        in -> {
          Kind kind = Kind.of(in.readUnsignedByte());
          long job = in.readLong();
          long attempt = in.readLong();
          SnapshotId id = new SnapshotId(job, attempt, in.readLong(), in.readInt());
          byte[] content = new byte[SealedBytes.readCount(in, 1)];
          in.readFully(content);
          return new SmallRecord(kind, id, Bytes.copyOf(content));
        });
  }
}
