package io.cairn.api.files;

import java.nio.ByteBuffer;

/**
 * A part of a file that one instance of a {@link FileSource} has still to read: the lines that
 * begin in {@code [from, to)}. Neither end need be where a line begins: a line belongs to the part
 * in which its first byte is. Its octets live in checkpoints.
 *
 * @param pass how often the part has been read to its end
 * @param at the lines that begin before this byte have been read in this pass
 * @param from where the part begins
 * @param to lines that begin here or later belong to other parts
 * @param fileLength of the file when it was first opened
 */
record FileSplit(long pass, long at, long from, long to, long fileLength)
    implements Comparable<FileSplit> {

  private static final byte VERSION = 2;
  private static final int BYTES = 1 + 5 * Long.BYTES;

  /** A part of which nothing was read. */
  static FileSplit fresh(long from, long to, long fileLength) {
    return new FileSplit(0, from, from, to, fileLength);
  }

  byte[] encode() {
    return ByteBuffer.allocate(BYTES)
        .put(VERSION)
        .putLong(pass)
        .putLong(at)
        .putLong(from)
        .putLong(to)
        .putLong(fileLength)
        .array();
  }

  static FileSplit decode(byte[] octets) {
    if (octets.length != BYTES || octets[0] != VERSION) {
      throw new IllegalArgumentException(
          "not a part of a file source: " + octets.length + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(octets, 1, BYTES - 1);
    FileSplit split =
        new FileSplit(in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
    if (split.pass < 0 || split.from < 0 || split.at < 0 || split.to < split.from) {
      throw new IllegalArgumentException("not a part of a file source: " + split);
    }
    return split;
  }

  FileSplit readTo(long position) {
    return new FileSplit(pass, position, from, to, fileLength);
  }

  /** Its next pass from the beginning. */
  FileSplit nextPass() {
    return new FileSplit(pass + 1, from, from, to, fileLength);
  }

  /** Bytes that are left of this pass. */
  long left() {
    return Math.max(0, to - at);
  }

  /** What begins before a byte within it. */
  FileSplit head(long end) {
    FileSplit head = new FileSplit(pass, Math.min(at, end), from, end, fileLength);
    return at >= end ? head.nextPass() : head;
  }

  /** What begins at a byte within it, or after. */
  FileSplit tail(long begin) {
    return new FileSplit(pass, Math.max(at, begin), begin, to, fileLength);
  }

  /** In the order in which one instance would read them: by pass, then as in the file. */
  @Override
  public int compareTo(FileSplit other) {
    return pass != other.pass ? Long.compare(pass, other.pass) : Long.compare(from, other.from);
  }
}
