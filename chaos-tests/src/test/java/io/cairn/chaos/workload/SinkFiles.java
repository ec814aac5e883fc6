package io.cairn.chaos.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of a transactional sink in a directory, while they come and go. */
public final class SinkFiles {
  private static final String COMMITTED = "committed";

  private SinkFiles() {}

  static Path committedDirectory(Path output) {
    return output.resolve(COMMITTED);
  }

  /** What is committed, without the files that are in the making. */
  static List<Path> committed(Path output) throws IOException {
    return whole(committedDirectory(output));
  }

  /** The files of a directory without those that are in the making; none if it is not there. */
  public static List<Path> whole(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  /** How much is committed; 0 when there is nothing yet. */
  static long octets(Path output) {
    try {
      long sum = 0;
      for (Path file : committed(output)) {
        sum += Files.size(file);
      }
      return sum;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
