package io.cairn.storage.snapshot;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A snapshot on this machine's disk: a directory, and the list of the files that belong to it,
 * which the directory holds too (as {@value #LIST_FILE}).
 *
 * @param directory absolute or relative to the working directory
 * @param files in the order in which they were listed; names are unique
 */
public record LocalSnapshot(Path directory, List<SnapshotFile> files) {

  /** The file that holds the small named blobs of a task's state; every snapshot has it. */
  public static final String TASK_STATE_FILE = "task-state";

  /** The file that lists the others; not listed itself. */
  public static final String LIST_FILE = "files.list";

  private static final String MAGIC = "CRNLIST1";

  /** Copies the list. */
  public LocalSnapshot {
    files = List.copyOf(files);
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
