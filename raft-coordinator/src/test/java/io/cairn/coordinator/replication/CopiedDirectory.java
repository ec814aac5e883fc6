package io.cairn.coordinator.replication;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Copies of a replica's directory: what a killed process would leave behind. */
public final class CopiedDirectory {
  private static final int ATTEMPTS = 100;

  private CopiedDirectory() {}

  /**
   * Copies all files at a moment when RocksDB neither adds nor deletes one: a kill leaves the files
   * of one moment, and a copy that takes a while must not mix those of two.
   */
  public static Path copy(Path from, Path to) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      List<Path> before = files(from);
      try {
        copy(before, from, to);
        if (files(from).equals(before)) {
          return to;
        }
      } catch (NoSuchFileException deletedMeanwhile) {
        // once more
      }
      delete(to);
    }
    throw new IOException(from + " was not at rest in " + ATTEMPTS + " attempts");
  }

  private static void copy(List<Path> files, Path from, Path to) throws IOException {
    for (Path file : files) {
      Path target = to.resolve(from.relativize(file).toString());
      if (Files.isDirectory(file)) {
        Files.createDirectories(target);
      } else {
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
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
