package io.cairn.storage.snapshot;

import io.cairn.storage.blob.BlobInput;
import io.cairn.storage.blob.BlobStore;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/** Fetches files block by block, verifying each, with a few segments open. Of one thread. */
final class BlockReader implements AutoCloseable {

  /** Segments kept open at once; each costs a connection to a DataNode. */
  private static final int MAX_OPEN_SEGMENTS = 16;

  private final BlobStore store;
  private final String jobRoot;
  private final String task;
  private final LinkedHashMap<String, BlobInput> open = new LinkedHashMap<>(16, 0.75f, true);
  private final byte[] buffer = new byte[SegmentFormat.MAX_BLOCK_BYTES];

  BlockReader(BlobStore store, String jobRoot, String task) {
    this.store = store;
    this.jobRoot = jobRoot;
    this.task = task;
  }

  /** Writes a stored file to a new local one, durably. */
  void fetch(SnapshotIndex.StoredFile stored, Path target) throws IOException {
    CRC32C crc = new CRC32C();
    try (FileChannel channel =
        FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (SnapshotIndex.Block block : stored.blocks()) {
        read(block);
        crc.update(buffer, 0, block.length());
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, block.length());
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
      channel.force(true);
    }
    SnapshotFile file = stored.file();
    if ((int) crc.getValue() != file.crc32c()) {
      String first = stored.blocks().isEmpty() ? jobRoot : path(stored.blocks().get(0).segment());
      long offset = stored.blocks().isEmpty() ? 0 : stored.blocks().get(0).offset();
      throw new CorruptSnapshotException(
          first,
          offset,
          task,
          file.name() + ": " + Crc32c.mismatch(file.crc32c(), (int) crc.getValue()));
    }
  }

  private void read(SnapshotIndex.Block block) throws IOException {
    var origin = new SealedBytes.Origin(path(block.segment()), block.offset(), task);
    try {
      segment(block.segment()).readFully(block.offset(), buffer, 0, block.length());
    } catch (NoSuchFileException | EOFException e) {
      CorruptSnapshotException corrupt = origin.corrupt(0, "is missing or too short: " + e);
      corrupt.initCause(e);
      throw corrupt;
    }
    int found = Crc32c.of(buffer, 0, block.length());
    if (found != block.crc32c()) {
      throw origin.corrupt(0, "block: " + Crc32c.mismatch(block.crc32c(), found));
    }
  }

  private BlobInput segment(String name) throws IOException {
    BlobInput input = open.get(name);
    if (input == null) {
      if (open.size() >= MAX_OPEN_SEGMENTS) {
        Iterator<Map.Entry<String, BlobInput>> eldest = open.entrySet().iterator();
        BlobInput closing = eldest.next().getValue();
        eldest.remove();
        closing.close();
      }
      input = store.open(path(name));
      open.put(name, input);
    }
    return input;
  }

  private String path(String segment) {
    return jobRoot + "/" + segment;
  }

  @Override
  public void close() throws IOException {
    for (BlobInput input : open.values()) {
      input.close();
    }
  }
}
