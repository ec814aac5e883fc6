package io.cairn.coordinator.replication;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Copies of a replica's directory: what a killed process would leave behind. */
public final class CopiedDirectory {
  private CopiedDirectory() {}

  /** Copies all files; RocksDB may delete old ones meanwhile. */
  public static Path copy(Path from, Path to) throws IOException {
    for (Path file : files(from)) {
      Path target = to.resolve(from.relativize(file).toString());
      if (Files.isDirectory(file)) {
        Files.createDirectories(target);
      } else {
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    return to;
  }

  /** All files below, in order of their names. */
  public static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> found = Files.walk(directory)) {
      return found.sorted().toList();
    }
  }

  /** Deletes a directory with all in it. */
  public static void delete(Path directory) throws IOException {
    List<Path> found = new ArrayList<>(files(directory));
    Collections.reverse(found);
    for (Path file : found) {
      Files.delete(file);
    }
  }
}
