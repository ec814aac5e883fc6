package io.cairn.storage.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.snapshot.LocalSnapshot;
import io.cairn.storage.snapshot.RestoreRequest;
import io.cairn.storage.snapshot.RestoreResult;
import io.cairn.storage.snapshot.SegmentUploader;
import io.cairn.storage.snapshot.SnapshotRestore;
import io.cairn.storage.snapshot.StoredSnapshot;
import io.cairn.storage.snapshot.UploadProgress;
import io.cairn.storage.snapshot.UploadRequest;
import io.cairn.storage.snapshot.UploadSettings;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A task's life: it changes its state, takes checkpoints, and is restored; beside it the truth. */
public final class StateRoundTrip implements AutoCloseable {

  private static final String JOB_ROOT = "jobs/7";

  private final StateResources resources = new StateResources(8 << 20, 8 << 20);
  private final StateSettings settings = StateSettings.of(resources, 128, 0, 1);
  private final Path directory;
  private final BlobStore blobs;
  private final Random random;
  private final SegmentUploader uploader;
  private final Map<String, Long> truth = new TreeMap<>();
  private KeyedStateStore store;
  private ValueState<Long> values;
  private StoredSnapshot last;
  private LocalSnapshot lastLocal;
  private long checkpoint;
  private int runs;

  /** Begins with an empty state. */
  public StateRoundTrip(Path directory, BlobStore blobs, Random random) throws Exception {
    this.directory = directory;
    this.blobs = blobs;
    this.random = random;
    this.uploader = new SegmentUploader(blobs, UploadSettings.ofBytesPerSecond(0));
    uploader.start();
    open(directory.resolve("run-0"));
  }

  /** The newest stored snapshot. */
  public StoredSnapshot last() {
    return last;
  }

  /** The newest local snapshot. */
  public LocalSnapshot lastLocal() {
    return lastLocal;
  }

  /** Sets some keys, and the task state, to new values. */
  public void change(int keys) {
    for (int i = 0; i < keys; i++) {
      String key = "some-longer-key-" + random.nextInt(50_000);
      long value = random.nextLong();
      store.setCurrentKey(key.getBytes(UTF_8));
      values.set(value);
      truth.put(key, value);
    }
    store.taskState().put("size", position());
  }

  /** Takes a checkpoint, uploads it, restores it elsewhere and compares. */
  public void checkpointAndVerify() throws Exception {
    checkpoint++;
    lastLocal = store.snapshotLocal(directory.resolve("snapshot-" + checkpoint));
    UploadRequest request =
        new UploadRequest(
            JOB_ROOT, checkpoint, 1, "a1", "count/0", lastLocal, last, UploadProgress.NONE);
    last = uploader.upload(request).get(30, TimeUnit.SECONDS);
    restart(null);
    verify();
  }

  /** Drops the running state and restores the newest snapshot. */
  public RestoreResult restart(Path localCopy) throws Exception {
    store.close();
    Path target = directory.resolve("run-" + ++runs);
    RestoreResult result =
        new SnapshotRestore(blobs)
            .restore(new RestoreRequest(JOB_ROOT, "count/0", last, target, localCopy));
    open(target);
    return result;
  }

  /** Compares the state with the truth. */
  public void verify() {
    Map<String, Long> found = new TreeMap<>();
    store.forEachKey("v", (key, keyGroup) -> found.put(new String(key, UTF_8), values.get()));
    assertEquals(truth, found);
    assertArrayEquals(position(), store.taskState().get("size"));
  }

  private byte[] position() {
    return ByteBuffer.allocate(4).putInt(truth.size()).array();
  }

  private void open(Path target) throws Exception {
    store = KeyedStateStore.open(target, settings);
    values = store.value("v", Serializers.LONG);
  }

  @Override
  public void close() {
    store.close();
    uploader.close();
    resources.close();
  }
}
