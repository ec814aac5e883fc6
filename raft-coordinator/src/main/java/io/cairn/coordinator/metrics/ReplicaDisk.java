package io.cairn.coordinator.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a replica's log and newest snapshot take on its disk, as the files say. Files that go while
 * they are looked at do not count. Any thread; some milliseconds.
 *
 * @param logBytes of the Raft log
 * @param snapshotIndex of the newest snapshot; 0: there is none
 * @param snapshotBytes of its files
 * @param snapshotMillis when it was written, since 1970
 */
record ReplicaDisk(long logBytes, long snapshotIndex, long snapshotBytes, long snapshotMillis) {
  private static final String SNAPSHOT = "snapshot_";

  /** Nothing is there. */
  static final ReplicaDisk EMPTY = new ReplicaDisk(0, 0, 0, 0);

  /** Looks at the directory of a replica. */
  static ReplicaDisk of(Path directory) {
    Path newest = null;
    long index = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory.resolve("snapshot"))) {
      for (Path each : all) {
        long at = indexOf(String.valueOf(each.getFileName()));
        if (at > index) {
          index = at;
          newest = each;
        }
      }
    } catch (IOException none) {
      // there is none yet, or it cannot be listed: figures must not disturb the replica
    }
    long written = newest == null ? 0 : modifiedMillis(newest);
    return new ReplicaDisk(
        bytesBelow(directory.resolve("log")),
        written == 0 ? 0 : index,
        newest == null ? 0 : bytesBelow(newest),
        written);
  }

  private static long indexOf(String name) {
    try {
      return name.startsWith(SNAPSHOT) ? Long.parseLong(name.substring(SNAPSHOT.length())) : 0;
    } catch (NumberFormatException other) {
      return 0;
    }
  }

  private static long modifiedMillis(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException gone) {
      return 0;
    }
  }

  private static long bytesBelow(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.mapToLong(ReplicaDisk::bytesOf).sum();
    } catch (IOException | UncheckedIOException gone) {
      return 0;
    }
  }

  private static long bytesOf(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException gone) {
      return 0;
    }
  }
}
