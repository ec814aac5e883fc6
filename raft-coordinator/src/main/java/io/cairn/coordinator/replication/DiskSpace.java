package io.cairn.coordinator.replication;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much room a directory's disk has, for the message about a write that failed. */
final class DiskSpace {
  private static final long MEBIBYTE = 1 << 20;

  private DiskSpace() {}

  static String describe(Path directory) {
    try {
      return directory
          + " has "
          + Files.getFileStore(directory).getUsableSpace() / MEBIBYTE
          + " MiB free";
    } catch (IOException e) {
      return "the room in " + directory + " is unknown: " + e.getMessage();
    }
  }
}
