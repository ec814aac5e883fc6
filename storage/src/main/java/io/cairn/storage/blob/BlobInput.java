package io.cairn.storage.blob;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** A file open for reading at any position; may be used by several threads at once. */
public interface BlobInput extends Closeable {

  /** Length in bytes when it was opened. */
  long length();

  /**
   * Reads exactly {@code length} bytes that begin at {@code position} of the file.
   *
   * @throws java.io.EOFException if the file ends before that
   */
  void readFully(long position, byte[] bytes, int offset, int length) throws IOException;

  /** A stream from a position to the end. The caller closes it; it is of one thread at a time. */
  InputStream stream(long from) throws IOException;
}
