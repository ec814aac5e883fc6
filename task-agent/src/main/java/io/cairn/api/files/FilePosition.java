package io.cairn.api.files;

import java.nio.ByteBuffer;

/**
 * How far a {@link FileSource} has come in checkpoints of before it could be shared out anew; now
 * there are {@link FileSplit}s.
 *
 * @param pass how often the range has been read to its end
 * @param position the byte where the next line begins
 * @param lines read in this pass, broken ones included
 * @param fileLength of the file when it was first opened
 */
record FilePosition(long pass, long position, long lines, long fileLength) {

  private static final byte VERSION = 1;
  private static final int BYTES = 1 + 4 * Long.BYTES;

  byte[] encode() {
    return ByteBuffer.allocate(BYTES)
        .put(VERSION)
        .putLong(pass)
        .putLong(position)
        .putLong(lines)
        .putLong(fileLength)
        .array();
  }

  static FilePosition decode(byte[] octets) {
    if (octets.length != BYTES || octets[0] != VERSION) {
      throw new IllegalArgumentException(
          "not a position of a file source: " + octets.length + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(octets, 1, BYTES - 1);
    return new FilePosition(in.getLong(), in.getLong(), in.getLong(), in.getLong());
  }

  /** What is left of the part that its instance had. */
  FileSplit in(FileSplit share) {
    return new FileSplit(pass, position, share.from(), share.to(), fileLength);
  }
}
