package io.cairn.storage.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Writes the blocks of one snapshot that its base does not have. Of one thread. */
final class MemberWriter {

  private final UploadRequest request;
  private final String segmentPath;
  private final SegmentOutput segment;
  private final Map<SnapshotFile, SnapshotIndex.StoredFile> reusable = new HashMap<>();
  private final byte[] buffer;
  private final long totalBytes;
  private long writtenBytes;

  /** The buffer of {@link SegmentFormat#MAX_BLOCK_BYTES} is the segment's, to be used in turn. */
  MemberWriter(
      UploadRequest request,
      @Nullable SnapshotIndex base,
      String segmentPath,
      SegmentOutput segment) {
    this.request = request;
    this.segmentPath = segmentPath;
    this.segment = segment;
    this.buffer = segment.blockBuffer();
    if (base != null) {
      for (SnapshotIndex.StoredFile stored : base.files()) {
        if (stored.file().immutable()) {
          reusable.put(stored.file(), stored);
        }
      }
    }
    totalBytes =
        request.local().files().stream()
            .filter(file -> !reusable.containsKey(file))
            .mapToLong(SnapshotFile::length)
            .sum();
  }

  /** Bytes of files that have to be written. */
  long totalBytes() {
    return totalBytes;
  }

  /** Bytes of files written so far. */
  long writtenBytes() {
    return writtenBytes;
  }

  /**
   * Writes the blocks and returns the index of the whole snapshot.
   *
   * @throws LocalReadException if a local file cannot be read or is not what was listed
   */
  SnapshotIndex writeBlocks() throws IOException {
    List<SnapshotIndex.StoredFile> files = new ArrayList<>();
    request.progress().uploaded(0, totalBytes);
    for (SnapshotFile file : request.local().files()) {
      SnapshotIndex.StoredFile stored = reusable.get(file);
      files.add(stored != null ? stored : write(file));
    }
    return new SnapshotIndex(files);
  }

  private SnapshotIndex.StoredFile write(SnapshotFile file) throws IOException {
    Path path = request.local().directory().resolve(file.name());
    List<SnapshotIndex.Block> blocks = new ArrayList<>();
    CRC32C crc = new CRC32C();
    try (InputStream in = openLocal(file)) {
      long left = file.length();
      while (left > 0) {
        int length = (int) Math.min(buffer.length, left);
        readLocal(in, length, path, file.length() - left);
        crc.update(buffer, 0, length);
        var entry = segment.append(SegmentFormat.Kind.BLOCK, buffer, length);
        blocks.add(new SnapshotIndex.Block(segmentPath, entry.offset(), length, entry.crc32c()));
        left -= length;
        writtenBytes += length;
        request.progress().uploaded(writtenBytes, totalBytes);
      }
    }
    if ((int) crc.getValue() != file.crc32c()) {
      String problem = Crc32c.mismatch(file.crc32c(), (int) crc.getValue());
      throw damaged(path, 0, problem);
    }
    return new SnapshotIndex.StoredFile(file, blocks);
  }

  private InputStream openLocal(SnapshotFile file) throws LocalReadException {
    try {
      return request.local().open(file);
    } catch (IOException e) {
      throw new LocalReadException(e);
    }
  }

  private void readLocal(InputStream in, int length, Path path, long offset)
      throws LocalReadException {
    int read;
    try {
      read = in.readNBytes(buffer, 0, length);
    } catch (IOException e) {
      throw new LocalReadException(e);
    }
    if (read < length) {
      throw damaged(path, offset + read, "the file ends here, it was longer when it was listed");
    }
  }

  private LocalReadException damaged(Path path, long offset, String problem) {
    return new LocalReadException(
        new CorruptSnapshotException(path.toString(), offset, request.task(), problem));
  }
}
