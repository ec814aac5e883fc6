package io.cairn.storage.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** CRC-32C (RFC 3720, appendix B.4), as an int. */
final class Crc32c {

  private static final int BUFFER_BYTES = 256 << 10;

  private Crc32c() {}

  static int of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  static int of(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  static int of(Path file) throws IOException {
    CRC32C crc = new CRC32C();
    // Outside the heap: the kernel copies straight into it, once.
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      while (in.read(buffer) >= 0) {
        crc.update(buffer.flip());
        buffer.clear();
      }
    }
    return (int) crc.getValue();
  }

  static String mismatch(int expected, int found) {
    return String.format("CRC32C is %08x, should be %08x", found, expected);
  }
}
