package io.cairn.storage.snapshot;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Fetches files block by block, verifying each. Of one thread.
 *
 * <p>Blocks that follow each other in a segment are read in one positioned read of up to {@link
 * #MAX_READ_BYTES}. Not from a stream: a blob store sends ahead of a stream's reader what may never
 * be read, for as much as an SST is long.
 */
final class BlockReader {

  /**
   * What a thread of a restore holds in memory: eight blocks with what is between them. Each read
   * is a request and a file opened at a DataNode: with reads of 1 MiB a restore took half as much
   * processor time again as with those of 16 MiB.
   */
  private static final int MAX_READ_BYTES = (8 << 20) + (64 << 10);

  private final OpenSegments segments;
  private final String task;
  private final byte[] buffer = new byte[MAX_READ_BYTES];

  /** Outside the heap: writing from an array copies it there first. */
  private final ByteBuffer writing = ByteBuffer.allocateDirect(SegmentFormat.MAX_BLOCK_BYTES);

  BlockReader(OpenSegments segments, String task) {
    this.segments = segments;
    this.task = task;
  }

  /** Is given the bytes of each block, in order. */
  @FunctionalInterface
  private interface Sink {
    void take(int offset, int length) throws IOException;
  }

  /**
   * Writes a stored file to a new local one. Not synced: what a restored file holds is in the blob
   * store, and whoever uses it again compares its checksum.
   */
  void fetch(SnapshotIndex.StoredFile stored, Path target) throws IOException {
    try (FileChannel channel =
        FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      read(
          stored,
          (offset, length) -> {
            writing.clear().put(buffer, offset, length).flip();
            while (writing.hasRemaining()) {
              channel.write(writing);
            }
          });
    }
  }

  /** Reads and checks a stored file without keeping it. */
  void check(SnapshotIndex.StoredFile stored) throws IOException {
    read(stored, (offset, length) -> {});
  }

  private void read(SnapshotIndex.StoredFile stored, Sink sink) throws IOException {
    CRC32C crc = new CRC32C();
    List<SnapshotIndex.Block> blocks = stored.blocks();
    for (int first = 0; first < blocks.size(); ) {
      int end = endOfRun(blocks, first);
      readRun(blocks, first, end);
      long start = blocks.get(first).offset();
      for (SnapshotIndex.Block block : blocks.subList(first, end)) {
        int at = (int) (block.offset() - start);
        check(block, at);
        crc.update(buffer, at, block.length());
        sink.take(at, block.length());
      }
      first = end;
    }
    checkWhole(stored, (int) crc.getValue());
  }

  /** The blocks from {@code first} that one read gets: in order in one segment, close together. */
  private static int endOfRun(List<SnapshotIndex.Block> blocks, int first) {
    SnapshotIndex.Block start = blocks.get(first);
    long position = start.offset();
    int end = first;
    while (end < blocks.size()) {
      SnapshotIndex.Block block = blocks.get(end);
      long last = block.offset() + block.length();
      if (!block.segment().equals(start.segment())
          || block.offset() < position
          || last - start.offset() > MAX_READ_BYTES) {
        break;
      }
      position = last;
      end++;
    }
    return end;
  }

  private void readRun(List<SnapshotIndex.Block> blocks, int first, int end) throws IOException {
    SnapshotIndex.Block start = blocks.get(first);
    SnapshotIndex.Block last = blocks.get(end - 1);
    int length = (int) (last.offset() + last.length() - start.offset());
    try {
      segments.get(start.segment()).readFully(start.offset(), buffer, 0, length);
    } catch (NoSuchFileException | EOFException e) {
      CorruptSnapshotException corrupt = origin(start).corrupt(0, "is missing or too short: " + e);
      corrupt.initCause(e);
      throw corrupt;
    }
  }

  private void check(SnapshotIndex.Block block, int at) throws CorruptSnapshotException {
    int found = Crc32c.of(buffer, at, block.length());
    if (found != block.crc32c()) {
      throw origin(block).corrupt(0, "block: " + Crc32c.mismatch(block.crc32c(), found));
    }
  }

  private SealedBytes.Origin origin(SnapshotIndex.Block block) {
    return new SealedBytes.Origin(segments.path(block.segment()), block.offset(), task);
  }

  private void checkWhole(SnapshotIndex.StoredFile stored, int found) throws IOException {
    SnapshotFile file = stored.file();
    if (found != file.crc32c()) {
      String problem = file.name() + ": " + Crc32c.mismatch(file.crc32c(), found);
      if (stored.blocks().isEmpty()) {
        throw new CorruptSnapshotException(file.name(), 0, task, problem);
      }
      throw origin(stored.blocks().get(0)).corrupt(0, problem);
    }
  }
}
