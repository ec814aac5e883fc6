package io.cairn.storage.snapshot;

import static io.cairn.storage.snapshot.LocalSnapshots.JOB_ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.storage.Seeds;
import io.cairn.storage.blob.InMemoryBlobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentUploaderTest {

  private static final UploadSettings FAST =
      new UploadSettings(0, 2, Duration.ofMillis(1), Duration.ofMillis(4));

  @TempDir private Path directory;
  private final Random random = Seeds.newRandom();
  private final InMemoryBlobStore blobs = new InMemoryBlobStore();
  private final FaultyBlobStore store = new FaultyBlobStore(blobs);
  private SegmentUploader uploader;
  private int restores;

  @BeforeEach
  void start() {
    uploader = new SegmentUploader(store, FAST);
    uploader.start();
  }

  @AfterEach
  void stop() {
    uploader.close();
  }

  @Test
  void anUploadedSnapshotIsRestoredByteForByte() throws Exception {
    LocalSnapshot local =
        snapshot("s", Map.of("db/1.sst", 2_500_000, "db/M", 700, "db/E", 0, "task-state", 50));
    AtomicLong last = new AtomicLong();
    UploadRequest request =
        new UploadRequest(
            JOB_ROOT,
            4,
            2,
            "a1",
            "count/3",
            local,
            null,
            (done, total) -> last.set(done * 1000 / total));
    StoredSnapshot stored = get(uploader.upload(request));
    assertEquals(List.of(stored.segment()), stored.segments());
    assertTrue(stored.segment().startsWith("segments/4-2-a1-"), stored.segment());
    assertEquals(local.stateBytes(), stored.stateBytes());
    assertEquals(1000, last.get());
    assertRestores(local, stored);
    assertEquals(6, new SegmentVerifier(blobs).verify(JOB_ROOT + "/" + stored.segment()));
  }

  @Test
  void onlyNewImmutableFilesAreUploadedAgain() throws Exception {
    LocalSnapshot first =
        snapshot("s1", Map.of("db/1.sst", 3_000_000, "db/2.sst", 2_000_000, "db/M", 300));
    StoredSnapshot base = upload(1, first, null);
    LocalSnapshot second =
        successor(first, "s2", "db/1.sst", Map.of("db/3.sst", 50_000, "db/M", 400));
    StoredSnapshot stored = upload(2, second, base);
    assertTrue(
        stored.uploadedBytes() >= 50_400 && stored.uploadedBytes() < 52_000,
        "uploaded " + stored.uploadedBytes());
    assertEquals(2, stored.segments().size());
    assertTrue(stored.segments().containsAll(List.of(base.segment(), stored.segment())));
    assertRestores(second, stored);

    // A third one that reuses nothing of the first names only its own base's segment and its own.
    LocalSnapshot third = successor(second, "s3", "db/3.sst", Map.of("db/M", 500));
    StoredSnapshot last = upload(3, third, stored);
    assertFalse(last.segments().contains(base.segment()));
    blobs.delete(JOB_ROOT + "/" + base.segment());
    assertRestores(third, last);
    assertThrows(CorruptSnapshotException.class, () -> assertRestores(second, stored));
  }

  @Test
  void aFileThatOnlyHasTheSameNameIsNotReused() throws Exception {
    StoredSnapshot base = upload(1, snapshot("s1", Map.of("db/1.sst", 10_000)), null);
    LocalSnapshot other = snapshot("s2", Map.of("db/1.sst", 10_000));
    StoredSnapshot stored = upload(2, other, base);
    assertEquals(List.of(stored.segment()), stored.segments());
    assertRestores(other, stored);
  }

  @Test
  void aSmallTaskStateTravelsInlineWithoutAFile() throws Exception {
    LocalSnapshot local = snapshot("s", Map.of("task-state", 1024));
    CompletableFuture<StoredSnapshot> upload =
        uploader.upload(LocalSnapshots.request(1, local, null));
    assertTrue(upload.isDone());
    assertTrue(upload.get().isInline());
    assertEquals(0, upload.get().uploadedBytes());
    assertEquals(List.of(), blobs.paths());
    Path target = directory.resolve("inline");
    new SnapshotRestore(blobs)
        .restore(new RestoreRequest(JOB_ROOT, "count/3", upload.get(), target, null));
    assertEquals(
        -1, Files.mismatch(local.directory().resolve("task-state"), target.resolve("task-state")));
    StoredSnapshot large = upload(2, snapshot("s2", Map.of("task-state", 1025)), upload.get());
    assertFalse(large.isInline());
  }

  @Test
  void whatWaitsForTheSameCheckpointGoesIntoOneSegment() throws Exception {
    closeGate();
    List<LocalSnapshot> locals = new ArrayList<>();
    List<CompletableFuture<StoredSnapshot>> uploads = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      locals.add(snapshot("s" + i, Map.of("db/1.sst", 5_000 + i)));
      uploads.add(uploader.upload(LocalSnapshots.request(1, locals.get(i), null)));
    }
    CompletableFuture<StoredSnapshot> other =
        uploader.upload(LocalSnapshots.request(2, locals.get(0), null));
    store.gate.countDown();
    String segment = get(uploads.get(0)).segment();
    for (int i = 0; i < 20; i++) {
      assertEquals(segment, get(uploads.get(i)).segment());
      assertRestores(locals.get(i), get(uploads.get(i)));
    }
    assertNotEquals(segment, get(other).segment());
    assertEquals(2, blobs.paths().size());
  }

  @Test
  void aGroupIsBoundedInBytes() throws Exception {
    closeGate();
    LocalSnapshot large = snapshot("large", Map.of("db/1.sst", 20 << 20));
    LocalSnapshot small = snapshot("small", Map.of("db/1.sst", 1000));
    List<CompletableFuture<StoredSnapshot>> uploads = new ArrayList<>();
    for (LocalSnapshot local : List.of(large, large, small)) {
      uploads.add(uploader.upload(LocalSnapshots.request(1, local, null)));
    }
    store.gate.countDown();
    assertNotEquals(get(uploads.get(0)).segment(), get(uploads.get(1)).segment());
    assertEquals(get(uploads.get(1)).segment(), get(uploads.get(2)).segment());
    assertRestores(small, get(uploads.get(2)));
  }

  @Test
  void failuresAreRetriedUnderANewNameAndLeaveNothing() throws Exception {
    store.createFailures.set(2);
    store.writeFailures.set(2);
    store.closeFailures.set(2);
    LocalSnapshot local = snapshot("s", Map.of("db/1.sst", 100_000));
    StoredSnapshot stored = upload(1, local, null);
    assertEquals(6, store.faults.get());
    assertEquals(List.of(JOB_ROOT + "/" + stored.segment()), blobs.paths());
    assertRestores(local, stored);
  }

  @Test
  void aDamagedLocalFileFailsAlone() throws Exception {
    closeGate();
    LocalSnapshot good = snapshot("good", Map.of("db/1.sst", 5_000));
    LocalSnapshot bad = snapshot("bad", Map.of("db/1.sst", 5_000));
    LocalSnapshot missing = snapshot("missing", Map.of("db/1.sst", 5_000));
    Files.write(bad.directory().resolve("db/1.sst"), new byte[5_000]);
    Files.delete(missing.directory().resolve("db/1.sst"));
    var badUpload = uploader.upload(LocalSnapshots.request(1, bad, null));
    var goodUpload = uploader.upload(LocalSnapshots.request(1, good, null));
    var missingUpload = uploader.upload(LocalSnapshots.request(1, missing, null));
    store.gate.countDown();
    assertRestores(good, get(goodUpload));
    CorruptSnapshotException corrupt =
        assertInstanceOf(CorruptSnapshotException.class, failure(badUpload));
    assertTrue(corrupt.getMessage().contains("count/3"), corrupt.getMessage());
    assertTrue(corrupt.getMessage().contains("1.sst"), corrupt.getMessage());
    assertInstanceOf(IOException.class, failure(missingUpload));
    assertEquals(1, blobs.paths().size());
  }

  @Test
  void aDamagedBaseMeansAFullUpload() throws Exception {
    LocalSnapshot local = snapshot("s", Map.of("db/1.sst", 100_000));
    StoredSnapshot base = upload(1, local, null);
    blobs.overwrite(JOB_ROOT + "/" + base.segment(), new byte[10]);
    try (SegmentUploader other = new SegmentUploader(store, FAST)) {
      other.start();
      StoredSnapshot stored = get(other.upload(LocalSnapshots.request(2, local, base)));
      assertEquals(List.of(stored.segment()), stored.segments());
      assertRestores(local, stored);
    }
  }

  @Test
  void cancellingCompletesAtOnceAndLeavesNoFile() throws Exception {
    closeGate();
    LocalSnapshot local = snapshot("s", Map.of("db/1.sst", 100_000));
    var writing = uploader.upload(LocalSnapshots.request(1, local, null));
    assertTrue(store.atGate.await(10, TimeUnit.SECONDS));
    var waiting = uploader.upload(LocalSnapshots.request(1, local, null));
    var other = uploader.upload(LocalSnapshots.request(2, local, null));
    uploader.cancel(JOB_ROOT, 1);
    assertTrue(writing.isCancelled() && waiting.isCancelled());
    assertFalse(other.isDone());
    store.gate.countDown();
    String kept = JOB_ROOT + "/" + get(other).segment();
    awaitPaths(List.of(kept));
  }

  @Test
  void cancellingWhileTheSegmentIsClosedLeavesNoFile() throws Exception {
    for (int round = 0; round < 50; round++) {
      LocalSnapshot local = snapshot("r" + round, Map.of("db/1.sst", 10));
      var upload = uploader.upload(LocalSnapshots.request(1, local, null));
      for (int spins = random.nextInt(20_000); spins > 0; spins--) {
        Thread.onSpinWait();
      }
      uploader.cancel(JOB_ROOT, 1);
      if (upload.isCancelled()) {
        awaitPaths(List.of());
      } else {
        assertTrue(blobs.delete(JOB_ROOT + "/" + get(upload).segment()));
      }
    }
  }

  @Test
  void cancellingWakesAnUploadThatWaitsForBandwidthOrForItsNextTry() throws Exception {
    uploader.setBytesPerSecond(1);
    LocalSnapshot local = snapshot("s", Map.of("db/1.sst", 1_000_000));
    var throttled = uploader.upload(LocalSnapshots.request(1, local, null));
    await(() -> store.creates.get() == 1);
    uploader.cancelAttempts(JOB_ROOT, 1);
    assertThrows(CancellationException.class, throttled::join);
    awaitPaths(List.of());
    try (SegmentUploader patient =
        new SegmentUploader(
            store, new UploadSettings(0, 1, Duration.ofHours(1), Duration.ofHours(1)))) {
      store.createFailures.set(1);
      patient.start();
      var retrying = patient.upload(LocalSnapshots.request(2, local, null));
      await(() -> store.faults.get() == 1);
      patient.cancel(JOB_ROOT, 2);
      assertThrows(CancellationException.class, retrying::join);
      assertRestores(local, get(patient.upload(LocalSnapshots.request(3, local, null))));
    }
  }

  @Test
  void closingCancelsWhatIsLeft() throws Exception {
    uploader.setBytesPerSecond(1);
    LocalSnapshot local = snapshot("s", Map.of("db/1.sst", 1_000_000));
    var upload = uploader.upload(LocalSnapshots.request(1, local, null));
    uploader.close();
    assertTrue(upload.isCancelled());
    assertTrue(uploader.upload(LocalSnapshots.request(1, local, null)).isCancelled());
    awaitPaths(List.of());
  }

  private void closeGate() {
    store.gate = new CountDownLatch(1);
  }

  private LocalSnapshot snapshot(String name, Map<String, Integer> lengths) throws IOException {
    return LocalSnapshots.write(directory.resolve(name), random, lengths);
  }

  /** A snapshot that keeps one file of another one, and has new ones. */
  private LocalSnapshot successor(
      LocalSnapshot before, String name, String kept, Map<String, Integer> lengths)
      throws IOException {
    LocalSnapshot fresh = snapshot(name, lengths);
    Files.copy(before.directory().resolve(kept), fresh.directory().resolve(kept));
    List<SnapshotFile> files = new ArrayList<>(fresh.files());
    files.add(LocalSnapshot.describe(fresh.directory(), kept, LocalSnapshots.WRITER, true));
    return new LocalSnapshot(fresh.directory(), files);
  }

  private StoredSnapshot upload(long checkpoint, LocalSnapshot local, StoredSnapshot base)
      throws Exception {
    return get(uploader.upload(LocalSnapshots.request(checkpoint, local, base)));
  }

  private void assertRestores(LocalSnapshot expected, StoredSnapshot stored) throws IOException {
    Path target = directory.resolve("restored-" + restores++);
    RestoreResult result =
        new SnapshotRestore(blobs)
            .restore(new RestoreRequest(JOB_ROOT, "count/3", stored, target, null));
    assertEquals(expected.stateBytes(), result.fetchedBytes());
    LocalSnapshots.assertSameContent(expected, LocalSnapshot.readList(target));
  }

  private void awaitPaths(List<String> expected) {
    await(() -> blobs.paths().equals(expected));
    assertEquals(expected, blobs.paths());
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertTrue(condition.getAsBoolean(), "not within 10 s");
  }

  private static StoredSnapshot get(CompletableFuture<StoredSnapshot> upload) throws Exception {
    return upload.get(20, TimeUnit.SECONDS);
  }

  private static Throwable failure(CompletableFuture<StoredSnapshot> upload) {
    return assertThrows(ExecutionException.class, () -> upload.get(20, TimeUnit.SECONDS))
        .getCause();
  }
}
