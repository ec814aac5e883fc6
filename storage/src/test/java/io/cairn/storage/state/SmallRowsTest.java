package io.cairn.storage.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.storage.blob.InMemoryBlobStore;
import io.cairn.storage.snapshot.CorruptSnapshotException;
import io.cairn.storage.snapshot.LocalSnapshot;
import io.cairn.storage.snapshot.RestoreRequest;
import io.cairn.storage.snapshot.SegmentUploader;
import io.cairn.storage.snapshot.SnapshotRestore;
import io.cairn.storage.snapshot.StoredSnapshot;
import io.cairn.storage.snapshot.UploadProgress;
import io.cairn.storage.snapshot.UploadRequest;
import io.cairn.storage.snapshot.UploadSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots of small states, which hold rows in place of files. */
final class SmallRowsTest {

  @TempDir Path directory;

  private StateResources resources;
  private StateSettings settings;

  @BeforeEach
  void openResources() {
    resources = StateResources.ofDefaultSizes();
    settings = StateSettings.of(resources, 16, 0, 1);
  }

  @AfterEach
  void closeResources() {
    resources.close();
  }

  @Test
  void theTaskStateIsAllThereIsAndHoldsEverything() throws IOException {
    Path snapshot = directory.resolve("s");
    try (KeyedStateStore store = open("a")) {
      fill(store, 20);
      store.taskState().put("user", new byte[] {7});
      LocalSnapshot taken = store.snapshotLocal(snapshot);
      assertEquals(List.of("task-state"), taken.files().stream().map(f -> f.name()).toList());
      put(store, "later", 1);
    }
    // Twice: what a process made of it before is worthless.
    for (int i = 0; i < 2; i++) {
      try (KeyedStateStore store = KeyedStateStore.open(snapshot, settings)) {
        assertEquals(20, content(store).size());
        store.setCurrentKey("key3".getBytes(UTF_8));
        assertEquals(3L, store.value("v", Serializers.LONG).get());
        assertEquals(List.of("a", "b"), store.list("l", Serializers.STRING).get());
        assertArrayEquals(new byte[] {7}, store.taskState().get("user"));
        assertThrows(IncompatibleStateException.class, () -> store.value("v", Serializers.STRING));
        put(store, "later", 1);
      }
    }
  }

  @Test
  void whatIsMergedOverwrittenOrDeletedIsOneRowOrNone() throws IOException {
    Path snapshot = directory.resolve("s");
    try (KeyedStateStore store = open("a")) {
      for (int round = 0; round < 300; round++) {
        fill(store, 200);
        ValueState<Long> value = store.value("v", Serializers.LONG);
        for (int i = 10; i < 200; i++) {
          store.setCurrentKey(("key" + i).getBytes(UTF_8));
          value.clear();
        }
      }
      assertEquals(1, store.snapshotLocal(snapshot).files().size());
    }
    try (KeyedStateStore store = KeyedStateStore.open(snapshot, settings)) {
      assertEquals(10, content(store).size());
    }
  }

  @Test
  void aStateThatGrowsGoesOnInFilesAndBackWhenItShrinks() throws IOException {
    try (KeyedStateStore store = open("a")) {
      fill(store, 20);
      assertEquals(1, store.snapshotLocal(directory.resolve("s1")).files().size());
      fill(store, 20_000);
      LocalSnapshot large = store.snapshotLocal(directory.resolve("s2"));
      assertTrue(large.files().stream().anyMatch(file -> file.immutable()));
      assertFalse(
          store.beginSnapshot(directory.resolve("s3")).finishSmallInMemory().isInMemory(),
          "a large one is in files");
    }
    try (KeyedStateStore store = KeyedStateStore.open(directory.resolve("s2"), settings)) {
      assertEquals(20_000, content(store).size());
    }
    try (KeyedStateStore store = KeyedStateStore.open(directory.resolve("s1"), settings)) {
      assertEquals(20, content(store).size());
    }
  }

  @Test
  void aLargeTaskStateLeavesNoRoomForRows() throws IOException {
    try (KeyedStateStore store = open("a")) {
      fill(store, 1);
      store.taskState().put("user", new byte[SmallRows.MAX_BYTES]);
      LocalSnapshot taken = store.snapshotLocal(directory.resolve("s"));
      assertTrue(taken.files().stream().anyMatch(file -> file.immutable()));
    }
  }

  @Test
  void inMemoryItTouchesNoDiskAndIsUploadedAndRestored() throws Exception {
    try (InMemoryBlobStore blobs = new InMemoryBlobStore();
        SegmentUploader uploader = new SegmentUploader(blobs, UploadSettings.ofBytesPerSecond(0))) {
      uploader.start();
      for (int rows : new int[] {5, 500}) {
        Path snapshot = directory.resolve("s" + rows);
        Map<String, Long> before;
        StoredSnapshot stored;
        try (KeyedStateStore store = open("a" + rows)) {
          fill(store, rows);
          before = content(store);
          LocalSnapshot local = store.beginSnapshot(snapshot).finishSmallInMemory();
          assertTrue(local.isInMemory());
          assertFalse(Files.exists(snapshot));
          UploadRequest request =
              new UploadRequest("jobs/7", 1, 1, "a1", "t/0", local, null, UploadProgress.NONE);
          stored = uploader.upload(request).get(60, TimeUnit.SECONDS);
          assertEquals(rows == 5, stored.isInline());
        }
        Path target = directory.resolve("restored" + rows);
        var unused =
            new SnapshotRestore(blobs)
                .restore(new RestoreRequest("jobs/7", "t/0", stored, target, null));
        try (KeyedStateStore store = KeyedStateStore.open(target, settings)) {
          assertEquals(before, content(store));
        }
      }
    }
  }

  @Test
  void toolsSeeItsStates() throws IOException {
    Path snapshot = snapshotOf(20);
    assertTrue(StateInspector.hasKeyedState(snapshot));
    try (StateInspector inspector = StateInspector.open(snapshot)) {
      assertEquals(
          List.of("l list<string>", "v value<long>"),
          inspector.states().stream().map(s -> s.name() + " " + s.schema()).toList());
      assertEquals(20, inspector.keys("v", 100).size());
    }
  }

  @Test
  void anotherNumberOfKeyGroupsIsRefused() throws IOException {
    Path snapshot = snapshotOf(20);
    StateSettings other = StateSettings.of(resources, 32, 0, 1);
    assertThrows(IncompatibleStateException.class, () -> KeyedStateStore.open(snapshot, other));
  }

  @Test
  void everyDamagedOctetIsSeen() throws IOException {
    Path snapshot = snapshotOf(3);
    Path file = snapshot.resolve(LocalSnapshot.TASK_STATE_FILE);
    byte[] octets = Files.readAllBytes(file);
    for (int i = 0; i < octets.length; i++) {
      byte[] damaged = octets.clone();
      damaged[i] ^= 0x20;
      Files.write(file, damaged);
      assertThrows(CorruptSnapshotException.class, () -> KeyedStateStore.open(snapshot, settings));
    }
  }

  private Path snapshotOf(int rows) throws IOException {
    Path snapshot = directory.resolve("s");
    try (KeyedStateStore store = open("a")) {
      fill(store, rows);
      store.snapshotLocal(snapshot);
    }
    return snapshot;
  }

  private KeyedStateStore open(String name) throws IOException {
    return KeyedStateStore.open(directory.resolve(name), settings);
  }

  private static void fill(KeyedStateStore store, int rows) {
    for (int i = 0; i < rows; i++) {
      put(store, "key" + i, i);
    }
    ListState<String> list = store.list("l", Serializers.STRING);
    store.setCurrentKey("key3".getBytes(UTF_8));
    list.clear();
    list.add("a");
    list.add("b");
  }

  private static void put(KeyedStateStore store, String key, long value) {
    ValueState<Long> values = store.value("v", Serializers.LONG);
    store.setCurrentKey(key.getBytes(UTF_8));
    values.set(value);
  }

  private static Map<String, Long> content(KeyedStateStore store) {
    Map<String, Long> found = new TreeMap<>();
    ValueState<Long> values = store.value("v", Serializers.LONG);
    store.forEachKey("v", (key, group) -> found.put(new String(key, UTF_8), values.get()));
    return found;
  }
}
