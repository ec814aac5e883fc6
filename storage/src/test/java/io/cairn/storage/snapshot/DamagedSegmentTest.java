package io.cairn.storage.snapshot;

import static io.cairn.storage.snapshot.LocalSnapshots.JOB_ROOT;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.cairn.storage.Seeds;
import io.cairn.storage.blob.InMemoryBlobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every byte of a small segment is damaged in turn. */
class DamagedSegmentTest {

  @TempDir private Path directory;
  private final InMemoryBlobStore blobs = new InMemoryBlobStore();
  private LocalSnapshot local;
  private StoredSnapshot stored;
  private String path;
  private byte[] good;
  private int targets;

  @BeforeEach
  void uploadASnapshot() throws Exception {
    local =
        LocalSnapshots.write(
            directory.resolve("s"), Seeds.newRandom(), Map.of("db/1.sst", 200, "task-state", 40));
    try (SegmentUploader uploader =
        new SegmentUploader(blobs, UploadSettings.ofBytesPerSecond(0))) {
      uploader.start();
      stored = uploader.upload(LocalSnapshots.request(1, local, null)).get(10, TimeUnit.SECONDS);
    }
    path = JOB_ROOT + "/" + stored.segment();
    good = blobs.read(path);
  }

  @Test
  void aFlippedByteIsAlwaysSeenByTheVerifierAndNeverRestored() throws IOException {
    int refused = 0;
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= (byte) (1 << (i % 8));
      blobs.overwrite(path, bad);
      assertThrows(
          CorruptSnapshotException.class, () -> new SegmentVerifier(blobs).verify(path), "at " + i);
      refused += restoresOrRefuses() ? 0 : 1;
    }
    int contents = 240 + stored.indexLength();
    assertTrue(refused == contents, refused + " refused, content has " + contents);
  }

  @Test
  void aTruncatedSegmentIsAlwaysSeenByTheVerifierAndNeverRestored() throws IOException {
    for (int length = 0; length < good.length; length++) {
      blobs.overwrite(path, Arrays.copyOf(good, length));
      assertThrows(CorruptSnapshotException.class, () -> new SegmentVerifier(blobs).verify(path));
      if (length < stored.indexOffset() + stored.indexLength() && restoresOrRefuses()) {
        fail("restored from " + length + " of " + good.length + " bytes");
      }
    }
  }

  @Test
  void theErrorNamesFileOffsetAndTask() {
    byte[] bad = good.clone();
    int at = SegmentFormat.HEADER_BYTES + SegmentFormat.ENTRY_HEADER_BYTES;
    bad[at] ^= 1;
    blobs.overwrite(path, bad);
    CorruptSnapshotException e =
        assertThrows(CorruptSnapshotException.class, this::restoresOrThrows);
    assertTrue(e.file().equals(path) && e.offset() == at, e.getMessage());
    for (String part : new String[] {path, "offset " + at, "task count/3"}) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
  }

  @Test
  void aFlippedByteOfTheLocalListIsNoticed() throws IOException {
    Path list = local.directory().resolve(LocalSnapshot.LIST_FILE);
    byte[] content = Files.readAllBytes(list);
    for (int i = 0; i < content.length; i++) {
      byte[] bad = content.clone();
      bad[i] ^= 4;
      Files.write(list, bad);
      assertThrows(CorruptSnapshotException.class, () -> LocalSnapshot.readList(local.directory()));
    }
  }

  private boolean restoresOrRefuses() throws IOException {
    try {
      restoresOrThrows();
      return true;
    } catch (CorruptSnapshotException e) {
      return false;
    }
  }

  private void restoresOrThrows() throws IOException {
    Path target = directory.resolve("t" + targets++);
    new SnapshotRestore(blobs)
        .restore(new RestoreRequest(JOB_ROOT, "count/3", stored, target, null));
    LocalSnapshots.assertSameContent(local, LocalSnapshot.readList(target));
  }
}
