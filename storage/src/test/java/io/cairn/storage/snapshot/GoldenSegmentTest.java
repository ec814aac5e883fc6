package io.cairn.storage.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairn.storage.blob.BlobOutput;
import io.cairn.storage.blob.InMemoryBlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A segment of format version 1 with an index in it, as it was written once: it must be written the
 * same way for ever, and be restored for ever.
 */
class GoldenSegmentTest {

  private static final String SEGMENT = "segments/3-2-a1-00000000-0000-0001-0000-000000000002.seg";
  private static final String PATH = "jobs/7/" + SEGMENT;
  private static final UUID WRITER = new UUID(1, 2);
  private static final byte[] FIRST = "the bytes of an SST".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SECOND = "small named state".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path directory;
  private final InMemoryBlobStore store = new InMemoryBlobStore();
  private int indexOffset;
  private byte[] index = {};

  @Test
  void itIsWrittenAsItWasWrittenOnce() throws IOException {
    assertEquals(golden(), HexFormat.of().formatHex(write()));
  }

  @Test
  void itIsRestoredAndVerified() throws IOException {
    write();
    store.overwrite(PATH, HexFormat.of().parseHex(golden()));
    StoredSnapshot stored =
        new StoredSnapshot(
            SEGMENT,
            indexOffset,
            index.length,
            Crc32c.of(index),
            List.of(SEGMENT),
            FIRST.length + SECOND.length,
            0,
            Bytes.EMPTY);
    Path target = directory.resolve("t");
    new SnapshotRestore(store)
        .restore(new RestoreRequest("jobs/7", "count/3", stored, target, null));
    assertArrayEquals(FIRST, Files.readAllBytes(target.resolve("db/000001.sst")));
    assertArrayEquals(SECOND, Files.readAllBytes(target.resolve("task-state")));
    assertEquals(3, new SegmentVerifier(store).verify(PATH));
    var verifier = new SnapshotVerifier(store, SnapshotVerifier.Depth.BLOCKS);
    assertEquals(2, verifier.verify("jobs/7", "count/3", stored).blocks());
    assertEquals(List.of(), verifier.verifyRest());
  }

  private byte[] write() throws IOException {
    try (BlobOutput out = store.create(PATH)) {
      SegmentOutput segment = new SegmentOutput(out, bytes -> {});
      var files =
          List.of(
              stored(segment, "db/000001.sst", FIRST, true),
              stored(segment, "task-state", SECOND, false));
      index = new SnapshotIndex(files).encode();
      indexOffset = (int) segment.append(SegmentFormat.Kind.INDEX, index, index.length).offset();
      segment.finish();
    }
    return store.read(PATH);
  }

  private static SnapshotIndex.StoredFile stored(
      SegmentOutput segment, String name, byte[] content, boolean immutable) throws IOException {
    var entry = segment.append(SegmentFormat.Kind.BLOCK, content, content.length);
    return new SnapshotIndex.StoredFile(
        new SnapshotFile(name, WRITER, content.length, entry.crc32c(), immutable),
        List.of(new SnapshotIndex.Block(SEGMENT, entry.offset(), content.length, entry.crc32c())));
  }

  private static String golden() throws IOException {
    try (InputStream in = GoldenSegmentTest.class.getResourceAsStream("/golden/segment-v1.hex")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII)
          .replaceAll("\\s", "");
    }
  }
}
