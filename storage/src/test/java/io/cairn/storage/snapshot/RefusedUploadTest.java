package io.cairn.storage.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.storage.Seeds;
import io.cairn.storage.blob.BlobRefusedException;
import io.cairn.storage.blob.InMemoryBlobStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A quota or a missing permission: tried a few times, then said. */
class RefusedUploadTest {

  private static final UploadSettings FAST =
      new UploadSettings(0, 1, Duration.ofMillis(1), Duration.ofMillis(4));

  @TempDir private Path directory;
  private final InMemoryBlobStore blobs = new InMemoryBlobStore();
  private final FaultyBlobStore store = new FaultyBlobStore(blobs);
  private LocalSnapshot local;

  @BeforeEach
  void takeASnapshot() throws Exception {
    local =
        LocalSnapshots.write(directory.resolve("s"), Seeds.newRandom(), Map.of("db/1.sst", 5_000));
  }

  @Test
  void anUploadThatIsAlwaysRefusedFailsWithTheReasonAndLeavesNoFile() throws Exception {
    store.createRefusals.set(Integer.MAX_VALUE);
    try (SegmentUploader uploader = new SegmentUploader(store, FAST)) {
      uploader.start();
      var upload = uploader.upload(LocalSnapshots.request(1, local, null));
      ExecutionException e =
          assertThrows(ExecutionException.class, () -> upload.get(20, TimeUnit.SECONDS));
      assertInstanceOf(BlobRefusedException.class, e.getCause());
      assertTrue(e.getMessage().contains("quota"), e.getMessage());
      assertTrue(store.faults.get() > 1, "given up at once");
    }
    assertEquals(List.of(), blobs.paths());
  }

  @Test
  void anUploadThatIsRefusedForAMomentCompletes() throws Exception {
    store.createRefusals.set(2);
    try (SegmentUploader uploader = new SegmentUploader(store, FAST)) {
      uploader.start();
      uploader.upload(LocalSnapshots.request(1, local, null)).get(20, TimeUnit.SECONDS);
    }
    assertEquals(2, store.faults.get());
    assertEquals(1, blobs.paths().size());
  }
}
