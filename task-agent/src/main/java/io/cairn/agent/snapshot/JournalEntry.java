package io.cairn.agent.snapshot;

import io.cairn.protocol.v1.SnapshotHandle;
import io.cairn.storage.snapshot.LocalSnapshot;
import io.cairn.storage.snapshot.SealedBytes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the journal says of one local snapshot: a small file beside the snapshot's directory,
 * fsynced before LOCAL is reported and replaced, with the handle and without an fsync, before the
 * ack: a kill keeps it, and after a loss of power the blob store has the snapshot.
 *
 * <p>A small snapshot is itself in a file of {@link SmallSnapshots}, and so is what is said of it.
 *
 * <p>The snapshot's own list of files, with their writer, lengths and checksums, is in its
 * directory and was made durable before.
 *
 * @param directory where its files are, if it has some
 * @param handle of the uploaded snapshot; empty until it is durable in the blob store
 * @param small where a small snapshot is; null: in a directory
 */
public record JournalEntry(
    SnapshotId id,
    Path directory,
    Optional<SnapshotHandle> handle,
    SmallSnapshots.@Nullable Place small) {

  private static final String MAGIC = "CRNJRNL1";

  /** The longest handle: 1 KiB inline or the names of some thousand segments. */
  private static final int MAX_HANDLE_BYTES = 1 << 20;

  /** Of a snapshot in a directory. */
  JournalEntry(SnapshotId id, Path directory, Optional<SnapshotHandle> handle) {
    this(id, directory, handle, null);
  }

  /** The same snapshot, uploaded. */
  JournalEntry uploaded(SnapshotHandle as) {
    return new JournalEntry(id, directory, Optional.of(as), small);
  }

  /**
   * Reads an entry.
   *
   * @param directory of the snapshot that it is about
   * @throws io.cairn.storage.snapshot.CorruptSnapshotException if it is damaged
   */
  static JournalEntry read(Path file, Path directory) throws IOException {
    SealedBytes.Origin origin = new SealedBytes.Origin(file.toString(), 0, "");
    return SealedBytes.unseal(
        MAGIC, Files.readAllBytes(file), origin, in -> readBody(in, directory));
  }

  /** The octets of its file. */
  byte[] seal() {
    return SealedBytes.seal(MAGIC, this::writeBody);
  }

  /** The snapshot with its list of files, as the directory has it; or a small one. */
  LocalSnapshot snapshot() throws IOException {
    return small == null
        ? LocalSnapshot.readList(directory)
        : LocalSnapshot.inMemory(directory, small.read());
  }

  private void writeBody(DataOutputStream out) throws IOException {
    out.writeLong(id.jobId());
    out.writeLong(id.attempt());
    out.writeLong(id.checkpointId());
    out.writeInt(id.task());
    byte[] octets = handle.map(SnapshotHandle::toByteArray).orElseGet(() -> new byte[0]);
    out.writeInt(octets.length);
    out.write(octets);
  }

  private static JournalEntry readBody(DataInputStream in, Path directory) throws IOException {
    SnapshotId id = new SnapshotId(in.readLong(), in.readLong(), in.readLong(), in.readInt());
    int length = in.readInt();
    if (length < 0 || length > MAX_HANDLE_BYTES) {
      throw new IOException("a handle of " + length + " bytes");
    }
    byte[] octets = in.readNBytes(length);
    if (octets.length < length) {
      throw new IOException("a handle of " + octets.length + " bytes that says " + length);
    }
    return new JournalEntry(
        id,
        directory,
        length == 0 ? Optional.empty() : Optional.of(SnapshotHandle.parseFrom(octets)));
  }
}
