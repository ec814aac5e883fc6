package io.cairn.process.history;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Follows a text that is being written: each {@link #poll} gives the lines added since the last.
 * Not thread-safe: the thread that polls owns it.
 */
public final class LineTail {
  /** Read at once; more is left to the next poll. */
  private static final int MAX_READ = 4 << 20;

  private final Path file;
  private long offset;

  /** Follows {@code file} from its beginning; it need not exist yet. */
  public LineTail(Path file) {
    this.file = file;
  }

  /**
   * The new lines that have their end, in order; empty when there are none. After the file was
   * replaced by a shorter one, that one is read from its beginning.
   */
  public List<String> poll() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long length = in.length();
      if (length < offset) {
        offset = 0;
      }
      byte[] bytes = new byte[(int) Math.min(MAX_READ, length - offset)];
      in.seek(offset);
      in.readFully(bytes);
      int end = bytes.length;
      while (end > 0 && bytes[end - 1] != '\n') {
        end--;
      }
      offset += end;
      return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
    }
  }
}
