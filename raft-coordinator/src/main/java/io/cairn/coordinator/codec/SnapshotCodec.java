package io.cairn.coordinator.codec;

import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.protocol.v1.SnapshotEnd;
import io.cairn.protocol.v1.SnapshotRecord;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The whole state as a stream: magic {@code CRNSNAP1}, delimited SnapshotRecords, CRC32C of all
 * that. The last record holds the state's hash, which is compared after reading. Buffering is the
 * caller's.
 */
public final class SnapshotCodec {
  private static final byte[] MAGIC = "CRNSNAP1".getBytes(StandardCharsets.US_ASCII);

  private SnapshotCodec() {}

  /** Writes the state; does not close the stream. */
  public static void write(ClusterState state, OutputStream stream) throws IOException {
    CheckedOutputStream out = new CheckedOutputStream(stream, new CRC32C());
    out.write(MAGIC);
    long records = new SnapshotWriter(out).write(state);
    SnapshotEnd end =
        SnapshotEnd.newBuilder().setRecords(records).setStateHash(state.stateHash()).build();
    Records.write(SnapshotRecord.newBuilder().setEnd(end).build(), out);
    new DataOutputStream(stream).writeInt((int) out.getChecksum().getValue());
  }

  /**
   * Reads a state; does not close the stream.
   *
   * @throws IOException when it is damaged, cut off, or of another version; no part of it may be
   *     used
   */
  public static ClusterState read(InputStream stream) throws IOException {
    CheckedInputStream in = new CheckedInputStream(stream, new CRC32C());
    if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
      throw new IOException("not a snapshot of the cluster's state: the magic is missing");
    }
    SnapshotReader reader = new SnapshotReader();
    try {
      SnapshotRecord record = Records.read(in);
      long count = 0;
      while (!record.hasEnd()) {
        reader.accept(record);
        record = Records.read(in);
        count++;
      }
      int crc = (int) in.getChecksum().getValue();
      if (new DataInputStream(stream).readInt() != crc) {
        throw new IOException("the snapshot is damaged: the checksum differs");
      }
      ClusterState state = reader.finish();
      if (record.getEnd().getRecords() != count
          || record.getEnd().getStateHash() != state.stateHash()) {
        throw new IOException("the snapshot is damaged: the state's hash differs");
      }
      return state;
    } catch (IllegalArgumentException e) {
      throw new IOException("the snapshot is invalid: " + e.getMessage(), e);
    }
  }
}
