package io.cairn.storage.snapshot;

import java.io.ByteArrayInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A snapshot on this machine's disk: a directory, and the list of the files that belong to it,
 * which the directory holds too (as {@value #LIST_FILE}). Or a small one in memory, which whoever
 * has it keeps in a place of its own.
 *
 * @param directory absolute or relative to the working directory; does not exist of one in memory
 * @param files in the order in which they were listed; names are unique
 * @param content of the only file, {@value #TASK_STATE_FILE}, of one in memory; else empty
 */
public record LocalSnapshot(Path directory, List<SnapshotFile> files, Bytes content) {

  /** The largest that is kept in memory: a small state with some room for its form. */
  public static final int MAX_BYTES_IN_MEMORY = 64 << 10;

  /** The file that holds the small named blobs of a task's state; every snapshot has it. */
  public static final String TASK_STATE_FILE = "task-state";

  /** The file that lists the others; not listed itself. */
  public static final String LIST_FILE = "files.list";

  private static final String MAGIC = "CRNLIST1";

  /** Copies the list. */
  public LocalSnapshot {
    files = List.copyOf(files);
  }

  /** One that is in files. */
  public LocalSnapshot(Path directory, List<SnapshotFile> files) {
    this(directory, files, Bytes.EMPTY);
  }

  /**
   * One in memory.
   *
   * @param directory what errors call it
   */
  public static LocalSnapshot inMemory(Path directory, Bytes content) {
    byte[] octets = content.toByteArray();
    SnapshotFile file =
        new SnapshotFile(TASK_STATE_FILE, new UUID(0, 0), octets.length, Crc32c.of(octets), false);
    return new LocalSnapshot(directory, List.of(file), content);
  }

  /** Whether it is in memory, and in no files. */
  public boolean isInMemory() {
    return !content.isEmpty();
  }

  /** Opens a file of it. */
  InputStream open(SnapshotFile file) throws IOException {
    return isInMemory()
        ? new ByteArrayInputStream(content.toByteArray())
        : Files.newInputStream(directory.resolve(file.name()));
  }

  /**
   * Describes a file of a snapshot as it is now; reads all of it for the checksum.
   *
   * @param directory the snapshot's directory
   */
  public static SnapshotFile describe(Path directory, String name, UUID writer, boolean immutable)
      throws IOException {
    Path file = directory.resolve(name);
    return new SnapshotFile(name, writer, Files.size(file), Crc32c.of(file), immutable);
  }

  /** Sum of the files' lengths in bytes. */
  public long stateBytes() {
    return files.stream().mapToLong(SnapshotFile::length).sum();
  }

  /** Writes the list into the directory and makes it durable; replaces an older one atomically. */
  public void writeList() throws IOException {
    DurableFiles.write(directory.resolve(LIST_FILE), SealedBytes.seal(MAGIC, this::writeBody));
  }

  /**
   * Reads the list of a directory. The files themselves are not checked.
   *
   * @throws java.nio.file.NoSuchFileException if the directory has no list: no snapshot was
   *     finished there
   * @throws CorruptSnapshotException if the list is damaged
   */
  public static LocalSnapshot readList(Path directory) throws IOException {
    Path list = directory.resolve(LIST_FILE);
    var origin = new SealedBytes.Origin(list.toString(), 0, "");
    return SealedBytes.unseal(
        MAGIC,
        Files.readAllBytes(list),
        origin,
        in -> {
          int count = SealedBytes.readCount(in, SnapshotFileCodec.MINIMUM_BYTES);
          List<SnapshotFile> files = new ArrayList<>(count);
          for (int i = 0; i < count; i++) {
            files.add(SnapshotFileCodec.read(in));
          }
          return new LocalSnapshot(directory, files);
        });
  }

  private void writeBody(DataOutputStream out) throws IOException {
    out.writeInt(files.size());
    for (SnapshotFile file : files) {
      SnapshotFileCodec.write(file, out);
    }
  }
}
