package io.cairn.storage.snapshot;

import io.cairn.storage.blob.BlobOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes one segment in {@link SegmentFormat}. Of one thread; does not own the blob. */
final class SegmentOutput {

  /** Bytes given to the blob store at once, and the grain of bandwidth limit and cancelling. */
  static final int CHUNK_BYTES = 64 << 10;

  /** Called before each chunk is written: waits as the limit asks, throws to give up. */
  @FunctionalInterface
  interface Gate {
    void pass(int bytes);
  }

  private final BlobOutput out;
  private final Gate gate;
  private final List<SegmentFormat.Entry> entries = new ArrayList<>();
  private final byte[] blockBuffer = new byte[SegmentFormat.MAX_BLOCK_BYTES];
  private long position;

  SegmentOutput(BlobOutput out, Gate gate) throws IOException {
    this.out = out;
    this.gate = gate;
    write(SegmentFormat.MAGIC.getBytes(StandardCharsets.US_ASCII), SegmentFormat.HEADER_BYTES);
  }

  /** Room for one block, for those who fill this segment. */
  byte[] blockBuffer() {
    return blockBuffer;
  }

  /** Bytes written so far. */
  long position() {
    return position;
  }

  /** Writes an entry and says where its content lies. */
  SegmentFormat.Entry append(SegmentFormat.Kind kind, byte[] content, int length)
      throws IOException {
    int crc = Crc32c.of(content, 0, length);
    ByteBuffer header = ByteBuffer.allocate(SegmentFormat.ENTRY_HEADER_BYTES);
    header.put((byte) kind.code()).putInt(length).putInt(crc);
    write(header.array(), header.capacity());
    var entry = new SegmentFormat.Entry(kind, position, length, crc);
    write(content, length);
    entries.add(entry);
    return entry;
  }

  /** Writes footer and trailer; the blob is not closed. */
  void finish() throws IOException {
    long footerOffset = position;
    byte[] footer =
        SealedBytes.seal(
            SegmentFormat.FOOTER_MAGIC,
            body -> {
              body.writeInt(entries.size());
              for (SegmentFormat.Entry entry : entries) {
                body.writeByte(entry.kind().code());
                body.writeLong(entry.offset());
                body.writeInt(entry.length());
                body.writeInt(entry.crc32c());
              }
            });
    write(footer, footer.length);
    ByteBuffer trailer = ByteBuffer.allocate(SegmentFormat.TRAILER_BYTES);
    trailer.putLong(footerOffset).putInt(footer.length);
    trailer.putInt(Crc32c.of(trailer.array(), 0, trailer.position()));
    trailer.put(SegmentFormat.END_MAGIC.getBytes(StandardCharsets.US_ASCII));
    write(trailer.array(), trailer.capacity());
  }

  private void write(byte[] bytes, int length) throws IOException {
    for (int at = 0; at < length; at += CHUNK_BYTES) {
      int chunk = Math.min(CHUNK_BYTES, length - at);
      gate.pass(chunk);
      out.write(bytes, at, chunk);
      position += chunk;
    }
  }
}
