package io.cairn.api.files;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines from a stream and knows at which byte each begins. Lines end with LF or CRLF; the
 * last may lack its end. Text is UTF-8. Not thread-safe.
 */
final class LineReader implements Closeable {

  /** A longer line is surely no line of text. */
  static final int MAX_LINE_BYTES = 1 << 20;

  private static final int BUFFER_BYTES = 64 << 10;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final ByteArrayOutputStream carried = new ByteArrayOutputStream();
  private int next;
  private int limit;
  private long position;

  /**
   * @param in a stream that begins at {@code position} of the file; closed with this reader
   */
  LineReader(InputStream in, long position) {
    this.in = in;
    this.position = position;
  }

  /** The byte at which the next line begins. */
  long position() {
    return position;
  }

  /**
   * The next line without its end; null at the end of the file.
   *
   * @throws IOException also if a line is longer than {@value #MAX_LINE_BYTES} bytes
   */
  @Nullable String readLine() throws IOException {
    carried.reset();
    long from = position;
    while (true) {
      if (next == limit && !fill()) {
        return position == from ? null : text(carried.toByteArray(), 0, carried.size());
      }
      int end = indexOfLineEnd();
      int length = end - next;
      if (carried.size() + length > MAX_LINE_BYTES) {
        throw new IOException("a line at byte " + from + " is longer than " + MAX_LINE_BYTES);
      }
      if (end < limit) {
        position += length + 1L;
        String line = carried.size() == 0 ? text(buffer, next, length) : joined(length);
        next = end + 1;
        return line;
      }
      position += length;
      carried.write(buffer, next, length);
      next = limit;
    }
  }

  private String joined(int length) {
    carried.write(buffer, next, length);
    return text(carried.toByteArray(), 0, carried.size());
  }

  private static String text(byte[] bytes, int from, int length) {
    boolean carriageReturn = length > 0 && bytes[from + length - 1] == '\r';
    return new String(bytes, from, carriageReturn ? length - 1 : length, StandardCharsets.UTF_8);
  }

  private int indexOfLineEnd() {
    int end = next;
    while (end < limit && buffer[end] != '\n') {
      end++;
    }
    return end;
  }

  private boolean fill() throws IOException {
    int read = in.read(buffer, 0, buffer.length);
    next = 0;
    limit = Math.max(0, read);
    return read > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
