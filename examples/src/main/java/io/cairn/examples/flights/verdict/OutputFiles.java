package io.cairn.examples.flights.verdict;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The files of the sink's directory {@code committed}, wherever they lie. The caller says how to
 * read them, so that it need not be done with Cairn's own classes.
 */
@FunctionalInterface
public interface OutputFiles {

  /**
   * Passes each file to {@code reader}, once, in any order; none if the directory is missing. Files
   * whose name begins with a dot are checksums of the local Hadoop filesystem and are left out.
   */
  void forEach(Reader reader) throws IOException;

  /** Reads one file. */
  @FunctionalInterface
  interface Reader {
    /**
     * Takes a file.
     *
     * @param content read to its end, not closed
     */
    void read(String name, InputStream content) throws IOException;
  }

  /** The files of a directory of this machine. */
  static OutputFiles local(Path directory) {
    return reader -> {
      if (!Files.isDirectory(directory)) {
        return;
      }
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : (Iterable<Path>) files.sorted()::iterator) {
          String name = String.valueOf(file.getFileName());
          if (!name.startsWith(".") && Files.isRegularFile(file)) {
            try (InputStream content = Files.newInputStream(file)) {
              reader.read(name, content);
            }
          }
        }
      }
    };
  }
}
