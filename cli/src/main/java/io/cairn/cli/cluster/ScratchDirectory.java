package io.cairn.cli.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A temporary directory that is removed at the end, also when this process is killed: a shell waits
 * for the end of a pipe that only this process holds open.
 */
final class ScratchDirectory implements Closeable {
  /** Ignores the signals of a terminal; gives the other children a moment to die. */
  private static final String REAPER =
      "trap '' INT TERM HUP; cat >/dev/null; sleep 1;"
          + " rm -rf -- \"$1\" || { sleep 2; rm -rf -- \"$1\"; }";

  private final Path path;
  private final boolean keep;
  private final @Nullable Process reaper;

  private ScratchDirectory(Path path, boolean keep, @Nullable Process reaper) {
    this.path = path;
    this.keep = keep;
    this.reaper = reaper;
  }

  /**
   * Makes one below the system's directory for temporary files.
   *
   * @param keep true leaves it there at the end
   */
  static ScratchDirectory create(String prefix, boolean keep) throws IOException {
    Path path = Files.createTempDirectory(prefix).toRealPath();
    if (keep) {
      return new ScratchDirectory(path, true, null);
    }
    Process reaper =
        new ProcessBuilder("/bin/sh", "-c", REAPER, "cairn-scratch-reaper", path.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new ScratchDirectory(path, false, reaper);
  }

  Path path() {
    return path;
  }

  boolean kept() {
    return keep;
  }

  /** Removes it, unless it is to be kept. Whoever writes into it must have ended. */
  @Override
  public void close() throws IOException {
    if (keep) {
      return;
    }
    delete(path);
    if (reaper != null) {
      reaper.destroyForcibly();
    }
  }

  static void delete(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path each : (Iterable<Path>) walk.sorted(Comparator.reverseOrder())::iterator) {
        Files.deleteIfExists(each);
      }
    } catch (NoSuchFileException gone) {
      // Nothing is left to remove.
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
