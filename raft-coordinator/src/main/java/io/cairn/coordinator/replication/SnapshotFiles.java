package io.cairn.coordinator.replication;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.entity.LocalFileMetaOutter.LocalFileMeta;
import com.alipay.sofa.jraft.entity.RaftOutter.SnapshotMeta;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotReader;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotWriter;
import com.google.protobuf.ByteString;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.codec.SnapshotCodec;
import io.cairn.coordinator.replication.disk.DamageException;
import io.cairn.process.failpoint.Failpoint;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * Writes and reads the one file of a Raft snapshot. Its checksum is kept in jraft's own table of
 * the snapshot too, so that a file which was exchanged or altered on the way is refused; so is one
 * of the table's head, which says what place in the log the snapshot has.
 */
final class SnapshotFiles {
  static final String FILE = "cluster-state";

  private static final int BUFFER_BYTES = 1 << 16;

  private final Executor writers;

  /** Writes on the executor, as the apply thread must go on. */
  SnapshotFiles(Executor writers) {
    this.writers = writers;
  }

  /** Writes the state, which is immutable, later; then runs {@code done}. */
  void save(ClusterState state, SnapshotWriter writer, Closure done) {
    writers.execute(
        () -> {
          Status status;
          try {
            String checksum = write(state, Path.of(writer.getPath(), FILE));
            LocalFileMeta meta =
                LocalFileMeta.newBuilder()
                    .setChecksum(checksum)
                    .setUserMeta(checksum(writer.getCurrentMeta()))
                    .build();
            status =
                writer.addFile(FILE, meta)
                    ? Status.OK()
                    : new Status(RaftError.EIO, "%s is in the snapshot already", FILE);
          } catch (IOException e) {
            status = new Status(RaftError.EIO, "the snapshot cannot be written: %s", e);
          }
          done.run(status);
        });
  }

  /**
   * Reads and verifies a snapshot.
   *
   * @throws DamageException when it is not what was written
   * @throws IOException when it cannot be read
   */
  ClusterState load(SnapshotReader reader) throws DamageException, IOException {
    if (!(reader.getFileMeta(FILE) instanceof LocalFileMeta meta)) {
      throw new DamageException("the snapshot in " + reader.getPath() + " lacks " + FILE);
    }
    if (!checksum(reader.load()).equals(meta.getUserMeta())) {
      throw new DamageException(
          "the table of the snapshot " + reader.getPath() + " is damaged: index, term or members");
    }
    Path file = Path.of(reader.getPath(), FILE);
    if (!Files.exists(file)) {
      throw new DamageException("the snapshot's file " + file + " is missing");
    }
    String checksum = checksum(file);
    if (!Objects.equals(checksum, meta.getChecksum())) {
      throw new DamageException(
          "the snapshot's file "
              + file
              + " is damaged: its checksum is "
              + checksum
              + ", should be "
              + meta.getChecksum());
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
      return SnapshotCodec.read(in);
    }
  }

  private static String write(ClusterState state, Path file) throws IOException {
    CRC32C crc = new CRC32C();
    try (FileOutputStream out = new FileOutputStream(file.toFile())) {
      Failpoint.DURING_REPLICA_SNAPSHOT.reached();
      OutputStream buffered = new BufferedOutputStream(out, BUFFER_BYTES);
      CheckedOutputStream checked = new CheckedOutputStream(buffered, crc);
      SnapshotCodec.write(state, checked);
      checked.flush();
      out.getFD().sync();
    }
    return Long.toHexString(crc.getValue());
  }

  /**
   * Of index, term and members: jraft keeps these beside the file without any checksum, and would
   * drop the whole log to agree with an altered term.
   */
  private static ByteString checksum(SnapshotMeta meta) {
    CRC32C crc = new CRC32C();
    crc.update(meta.toByteArray());
    return ByteString.copyFromUtf8(Long.toHexString(crc.getValue()));
  }

  private static String checksum(Path file) throws IOException {
    CRC32C crc = new CRC32C();
    try (InputStream in = new CheckedInputStream(Files.newInputStream(file), crc)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return Long.toHexString(crc.getValue());
  }
}
