package io.cairn.api.files;

import io.cairn.storage.blob.BlobInput;
import java.io.IOException;

/**
 * The lines of a file that one of several instances reads: those that begin in {@code [from, to)}.
 * The ranges of all instances cover the file after its header without overlap, whatever the number
 * of instances, so each line belongs to exactly one.
 *
 * @param from lines that begin before it belong to others
 * @param to lines that begin here or later belong to others
 */
record FileRange(long from, long to) {

  static FileRange of(BlobInput file, long begin, int instance, int parallelism)
      throws IOException {
    long bytes = file.length() - begin;
    return new FileRange(
        begin + share(bytes, instance, parallelism),
        begin + share(bytes, instance + 1, parallelism));
  }

  private static long share(long bytes, int instance, int parallelism) {
    // Not bytes * instance / parallelism: that overflows for large files.
    return bytes / parallelism * instance + bytes % parallelism * instance / parallelism;
  }

  static long headerEnd(BlobInput file, int headerLines) throws IOException {
    try (LineReader lines = new LineReader(file.stream(0), 0)) {
      for (int i = 0; i < headerLines; i++) {
        var unused = lines.readLine();
      }
      return lines.position();
    }
  }

  static long lineStartAtOrAfter(BlobInput file, long position) throws IOException {
    // From one byte before: if that one ends a line, the next begins exactly at the position.
    try (LineReader lines = new LineReader(file.stream(position - 1), position - 1)) {
      var unused = lines.readLine();
      return lines.position();
    }
  }
}
