package io.cairn.storage.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes to the local disk that survive a loss of power once they return. */
public final class DurableFiles {

  private DurableFiles() {}

  /**
   * Writes a file next to the target, fsyncs it, renames it to the target, fsyncs the directory.
   */
  public static void write(Path target, byte[] content) throws IOException {
    Path directory = target.toAbsolutePath().getParent();
    if (directory == null) {
      throw new IllegalArgumentException("not a file: " + target);
    }
    Path temporary = directory.resolve(target.getFileName() + ".tmp");
    writeContent(temporary, content, true);
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    syncDirectory(directory);
  }

  /**
   * Writes a file whose name becomes durable with {@link #syncDirectory} of its directory: for
   * several files in a directory that nobody looks into before.
   */
  public static void writeUnnamed(Path target, byte[] content) throws IOException {
    writeContent(target, content, true);
  }

  /**
   * Replaces a file at once as a process sees it, so also after a kill. After a loss of power it
   * may be the old one, the new one or a damaged one: the reader must be able to tell.
   */
  public static void replace(Path target, byte[] content) throws IOException {
    Path temporary = target.resolveSibling(target.getFileName() + ".tmp");
    writeContent(temporary, content, false);
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void writeContent(Path file, byte[] content, boolean durably) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      if (durably) {
        channel.force(true);
      }
    }
  }

  /** Makes the names in a directory durable. */
  public static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
