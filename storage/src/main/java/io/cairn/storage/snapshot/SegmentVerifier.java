package io.cairn.storage.snapshot;

import io.cairn.storage.blob.BlobInput;
import io.cairn.storage.blob.BlobStore;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Checks a whole segment, byte by byte, without any handle: for tools and tests. Any thread. */
public final class SegmentVerifier {

  private final BlobStore store;

  /** Takes the store to read from. */
  public SegmentVerifier(BlobStore store) {
    this.store = store;
  }

  /**
   * Reads all of a segment.
   *
   * @param path in the blob store, the job's root included
   * @return the number of blocks and indexes in it
   * @throws CorruptSnapshotException if any byte is not as it was written, or one is missing
   */
  public int verify(String path) throws IOException {
    return verify(path, "", Set.of());
  }

  /**
   * Checks all of a segment but the contents that were checked already.
   *
   * @param task named in the error
   * @param known where those contents begin
   */
  void verifyRest(String path, String task, Set<Long> known) throws IOException {
    verify(path, task, known);
  }

  private int verify(String path, String task, Set<Long> known) throws IOException {
    var origin = new SealedBytes.Origin(path, 0, task);
    try (BlobInput in = store.open(path)) {
      Layout layout = readTrailer(in, origin);
      List<SegmentFormat.Entry> entries = readFooter(in, origin, layout);
      expectMagic(in, origin, 0, SegmentFormat.MAGIC);
      long position = SegmentFormat.HEADER_BYTES;
      for (SegmentFormat.Entry entry : entries) {
        verifyEntry(in, origin, entry, position, known.contains(entry.offset()));
        position = entry.offset() + entry.length();
      }
      if (position != layout.footerOffset()) {
        throw origin.corrupt(position, "the footer begins at " + layout.footerOffset());
      }
      return entries.size();
    } catch (NoSuchFileException | EOFException e) {
      CorruptSnapshotException corrupt = origin.corrupt(0, "is missing or too short: " + e);
      corrupt.initCause(e);
      throw corrupt;
    }
  }

  private record Layout(long footerOffset, int footerLength) {}

  private static Layout readTrailer(BlobInput in, SealedBytes.Origin origin) throws IOException {
    long start = in.length() - SegmentFormat.TRAILER_BYTES;
    if (start < SegmentFormat.HEADER_BYTES) {
      throw origin.corrupt(0, "has only " + in.length() + " bytes");
    }
    ByteBuffer trailer = ByteBuffer.wrap(read(in, start, SegmentFormat.TRAILER_BYTES));
    long footerOffset = trailer.getLong();
    int footerLength = trailer.getInt();
    int found = Crc32c.of(trailer.array(), 0, trailer.position());
    int written = trailer.getInt();
    expectMagic(in, origin, start + trailer.position(), SegmentFormat.END_MAGIC);
    if (written != found) {
      throw origin.corrupt(start, Crc32c.mismatch(written, found));
    }
    if (footerOffset < SegmentFormat.HEADER_BYTES
        || footerLength < SealedBytes.OVERHEAD
        || footerLength != start - footerOffset) {
      throw origin.corrupt(start, "footer at " + footerOffset + " of length " + footerLength);
    }
    return new Layout(footerOffset, footerLength);
  }

  private static List<SegmentFormat.Entry> readFooter(
      BlobInput in, SealedBytes.Origin origin, Layout layout) throws IOException {
    byte[] footer = read(in, layout.footerOffset(), layout.footerLength());
    var footerOrigin = new SealedBytes.Origin(origin.file(), layout.footerOffset(), origin.task());
    return SealedBytes.unseal(
        SegmentFormat.FOOTER_MAGIC,
        footer,
        footerOrigin,
        body -> {
          int count = SealedBytes.readCount(body, SegmentFormat.FOOTER_ENTRY_BYTES);
          List<SegmentFormat.Entry> entries = new ArrayList<>(count);
          for (int i = 0; i < count; i++) {
            var kind = SegmentFormat.Kind.of(body.readUnsignedByte());
            entries.add(
                new SegmentFormat.Entry(kind, body.readLong(), body.readInt(), body.readInt()));
          }
          return entries;
        });
  }

  private static void verifyEntry(
      BlobInput in,
      SealedBytes.Origin origin,
      SegmentFormat.Entry entry,
      long position,
      boolean contentsKnown)
      throws IOException {
    if (entry.offset() != position + SegmentFormat.ENTRY_HEADER_BYTES
        || entry.offset() + entry.length() > in.length()) {
      throw origin.corrupt(position, "the footer lists an entry at " + entry.offset());
    }
    ByteBuffer header = ByteBuffer.wrap(read(in, position, SegmentFormat.ENTRY_HEADER_BYTES));
    if (header.get() != entry.kind().code()
        || header.getInt() != entry.length()
        || header.getInt() != entry.crc32c()) {
      throw origin.corrupt(position, "entry and footer do not agree");
    }
    if (contentsKnown) {
      return;
    }
    int found = Crc32c.of(read(in, entry.offset(), entry.length()));
    if (found != entry.crc32c()) {
      throw origin.corrupt(entry.offset(), Crc32c.mismatch(entry.crc32c(), found));
    }
  }

  private static void expectMagic(
      BlobInput in, SealedBytes.Origin origin, long position, String magic) throws IOException {
    byte[] expected = magic.getBytes(StandardCharsets.US_ASCII);
    if (!Arrays.equals(read(in, position, expected.length), expected)) {
      throw origin.corrupt(position, "should be " + magic);
    }
  }

  private static byte[] read(BlobInput in, long position, int length) throws IOException {
    byte[] bytes = new byte[length];
    in.readFully(position, bytes, 0, length);
    return bytes;
  }
}
