package io.cairn.storage.snapshot;

import io.cairn.storage.blob.BlobPath;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the files of a stored snapshot are: each one's blocks in order, in this or older segments.
 *
 * <p>In bytes, sealed with the magic {@value #MAGIC}: the table of segments, then the files, each
 * with its blocks as (number of the segment, offset, length, CRC32C).
 */
record SnapshotIndex(List<StoredFile> files) {

  static final String MAGIC = "CRNINDX1";

  private static final int BLOCK_BYTES = 4 + 8 + 4 + 4;
  private static final int MINIMUM_FILE_BYTES = SnapshotFileCodec.MINIMUM_BYTES + 4;

  /**
   * A part of a file.
   *
   * @param segment path relative to the job's root
   * @param offset of the content in the segment
   */
  record Block(String segment, long offset, int length, int crc32c) {
    Block {
      BlobPath.check(segment);
      if (offset < 0 || length < 1 || length > SegmentFormat.MAX_BLOCK_BYTES) {
        throw new IllegalArgumentException("block at " + offset + " of length " + length);
      }
    }
  }

  /** A file and its blocks in order. */
  record StoredFile(SnapshotFile file, List<Block> blocks) {
    StoredFile {
      blocks = List.copyOf(blocks);
      long sum = blocks.stream().mapToLong(Block::length).sum();
      if (sum != file.length()) {
        throw new IllegalArgumentException(
            file.name() + " has " + file.length() + " bytes, its blocks " + sum);
      }
    }
  }

  SnapshotIndex {
    files = List.copyOf(files);
    Set<String> names = new HashSet<>();
    for (StoredFile stored : files) {
      if (!names.add(stored.file().name())) {
        throw new IllegalArgumentException("file " + stored.file().name() + " twice");
      }
    }
  }

  /** The segments that hold blocks, sorted. */
  TreeSet<String> segments() {
    TreeSet<String> segments = new TreeSet<>();
    files.forEach(file -> file.blocks().forEach(block -> segments.add(block.segment())));
    return segments;
  }

  byte[] encode() {
    List<String> segments = List.copyOf(segments());
    return SealedBytes.seal(
        MAGIC,
        out -> {
          out.writeInt(segments.size());
          for (String segment : segments) {
            out.writeUTF(segment);
          }
          out.writeInt(files.size());
          for (StoredFile stored : files) {
            SnapshotFileCodec.write(stored.file(), out);
            writeBlocks(stored.blocks(), segments, out);
          }
        });
  }

  private static void writeBlocks(List<Block> blocks, List<String> segments, DataOutputStream out)
      throws IOException {
    out.writeInt(blocks.size());
    for (Block block : blocks) {
      out.writeInt(Collections.binarySearch(segments, block.segment()));
      out.writeLong(block.offset());
      out.writeInt(block.length());
      out.writeInt(block.crc32c());
    }
  }

  /** Reads an index; the origin says where it was. */
  static SnapshotIndex decode(byte[] bytes, SealedBytes.Origin origin)
      throws CorruptSnapshotException {
    return SealedBytes.unseal(MAGIC, bytes, origin, SnapshotIndex::read);
  }

  private static SnapshotIndex read(DataInputStream in) throws IOException {
    int segmentCount = SealedBytes.readCount(in, Short.BYTES);
    List<String> segments = new ArrayList<>(segmentCount);
    for (int i = 0; i < segmentCount; i++) {
      segments.add(in.readUTF());
    }
    int fileCount = SealedBytes.readCount(in, MINIMUM_FILE_BYTES);
    List<StoredFile> files = new ArrayList<>(fileCount);
    for (int i = 0; i < fileCount; i++) {
      SnapshotFile file = SnapshotFileCodec.read(in);
      int blockCount = SealedBytes.readCount(in, BLOCK_BYTES);
      List<Block> blocks = new ArrayList<>(blockCount);
      for (int b = 0; b < blockCount; b++) {
        String segment = segments.get(in.readInt());
        blocks.add(new Block(segment, in.readLong(), in.readInt(), in.readInt()));
      }
      files.add(new StoredFile(file, blocks));
    }
    return new SnapshotIndex(files);
  }
}
