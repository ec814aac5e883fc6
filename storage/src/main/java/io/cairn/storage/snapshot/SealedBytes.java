package io.cairn.storage.snapshot;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The envelope of every small binary file here: an 8-byte ASCII magic that ends in the version, the
 * body, and the CRC32C of both (4 bytes, big-endian).
 */
public final class SealedBytes {

  /** Bytes that the envelope adds. */
  public static final int OVERHEAD = 12;

  private static final int MAGIC_LENGTH = 8;

  private SealedBytes() {}

  /** Writes a body. */
  @FunctionalInterface
  public interface BodyWriter {
    /** Writes to memory, so it only fails if the writer itself does. */
    void write(DataOutputStream out) throws IOException;
  }

  /** Reads a body. */
  @FunctionalInterface
  public interface BodyReader<T> {
    /** Reads the body; an exception of any kind means that it is corrupt. */
    T read(DataInputStream in) throws IOException;
  }

  /** Where sealed bytes come from, for the error. */
  public record Origin(String file, long offset, String task) {

    /** A corruption that begins {@code relative} bytes into the sealed bytes. */
    public CorruptSnapshotException corrupt(long relative, String problem) {
      return new CorruptSnapshotException(file, offset + relative, task, problem);
    }
  }

  /** Seals what the writer writes. */
  public static byte[] seal(String magic, BodyWriter body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(magicBytes(magic));
      body.write(out);
      out.flush();
      out.writeInt(Crc32c.of(bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Checks the envelope and reads the body, which must be consumed to its end.
   *
   * @throws CorruptSnapshotException if anything is not as it was sealed
   */
  public static <T> T unseal(String magic, byte[] sealed, Origin origin, BodyReader<T> body)
      throws CorruptSnapshotException {
    if (sealed.length < OVERHEAD) {
      throw origin.corrupt(0, "has only " + sealed.length + " bytes, " + magic + " needs more");
    }
    int end = sealed.length - Integer.BYTES;
    byte[] expectedMagic = magicBytes(magic);
    if (!ByteBuffer.wrap(sealed, 0, MAGIC_LENGTH).equals(ByteBuffer.wrap(expectedMagic))) {
      throw origin.corrupt(0, "does not begin with " + magic);
    }
    CRC32C crc = new CRC32C();
    crc.update(sealed, 0, end);
    int written = ByteBuffer.wrap(sealed, end, Integer.BYTES).getInt();
    if (written != (int) crc.getValue()) {
      throw origin.corrupt(0, Crc32c.mismatch(written, (int) crc.getValue()));
    }
    int length = end - MAGIC_LENGTH;
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(sealed, MAGIC_LENGTH, length))) {
      T result = body.read(in);
      if (in.available() != 0) {
        throw origin.corrupt(end - in.available(), "has " + in.available() + " bytes too many");
      }
      return result;
    } catch (CorruptSnapshotException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      CorruptSnapshotException corrupt = origin.corrupt(MAGIC_LENGTH, "body: " + e);
      corrupt.initCause(e);
      throw corrupt;
    }
  }

  /**
   * Reads a count that was written as an int, refusing one that the rest of the body cannot hold.
   *
   * @param minimumBytes the least number of bytes that each counted thing takes
   */
  public static int readCount(DataInputStream in, int minimumBytes) throws IOException {
    int count = in.readInt();
    if (count < 0 || (long) count * minimumBytes > in.available()) {
      throw new IOException("impossible count " + count);
    }
    return count;
  }

  private static byte[] magicBytes(String magic) {
    byte[] bytes = magic.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length != MAGIC_LENGTH) {
      throw new IllegalArgumentException("a magic has " + MAGIC_LENGTH + " bytes: " + magic);
    }
    return bytes;
  }
}
