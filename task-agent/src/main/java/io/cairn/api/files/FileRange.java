package io.cairn.api.files;

import io.cairn.storage.blob.BlobInput;
import java.io.IOException;

/**
 * The lines of a file that one of several instances reads: those that begin in {@code [from, to)}.
 * The ranges of all instances cover the file after its header without overlap, whatever the number
 * of instances, so each line belongs to exactly one.
 *
 * @param from the byte where the first of its lines begins, or {@code >= to} if it has none
 * @param to lines that begin here or later belong to others
 */
record FileRange(long from, long to) {

  static FileRange of(BlobInput file, int headerLines, int instance, int parallelism)
      throws IOException {
    long begin = headerEnd(file, headerLines);
    long bytes = file.length() - begin;
    long cut = begin + share(bytes, instance, parallelism);
    long to = begin + share(bytes, instance + 1, parallelism);
    return new FileRange(cut == begin ? begin : lineStartAtOrAfter(file, cut), to);
  }

  private static long share(long bytes, int instance, int parallelism) {
    // Not bytes * instance / parallelism: that overflows for large files.
    return bytes / parallelism * instance + bytes % parallelism * instance / parallelism;
  }

  private static long headerEnd(BlobInput file, int headerLines) throws IOException {
    try (LineReader lines = new LineReader(file.stream(0), 0)) {
      for (int i = 0; i < headerLines; i++) {
        var unused = lines.readLine();
      }
      return lines.position();
    }
  }

  private static long lineStartAtOrAfter(BlobInput file, long position) throws IOException {
    // From one byte before: if that one ends a line, the next begins exactly at the position.
    try (LineReader lines = new LineReader(file.stream(position - 1), position - 1)) {
      var unused = lines.readLine();
      return lines.position();
    }
  }
}
