package io.cairn.agent.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.storage.blob.InMemoryBlobStore;
import io.cairn.storage.snapshot.LocalSnapshot;
import io.cairn.storage.snapshot.SegmentUploader;
import io.cairn.storage.snapshot.StoredSnapshot;
import io.cairn.storage.snapshot.UploadProgress;
import io.cairn.storage.snapshot.UploadRequest;
import io.cairn.storage.snapshot.UploadSettings;
import io.cairn.storage.state.KeyGroups;
import io.cairn.storage.state.KeyedStateStore;
import io.cairn.storage.state.Serializers;
import io.cairn.storage.state.StateResources;
import io.cairn.storage.state.StateSettings;
import io.cairn.storage.state.TaskState;
import io.cairn.storage.state.ValueState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskRestorerTest {

  private static final int KEY_GROUPS = 16;
  private static final int KEYS = 500;

  @TempDir Path root;

  @Test
  void tasks_are_restored_from_the_blob_store_at_another_parallelism() throws Exception {
    try (StateResources resources = new StateResources(16 << 20, 16 << 20);
        InMemoryBlobStore blobs = new InMemoryBlobStore()) {
      List<RescaledTask.OldTask> old = new ArrayList<>();
      try (SegmentUploader uploader =
          new SegmentUploader(blobs, UploadSettings.ofBytesPerSecond(0))) {
        uploader.start();
        for (int i = 0; i < 4; i++) {
          old.add(oldTask(i, 4, resources, uploader));
        }
      }
      TaskRestorer restorer =
          new TaskRestorer(LocalSnapshots.open(root.resolve("snapshots")), blobs);
      TreeMap<String, Long> found = new TreeMap<>();
      List<String> splits = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        StateSettings settings = StateSettings.of(resources, KEY_GROUPS, i, 3);
        Path target = root.resolve("new-" + i);
        var cut = new TaskRestorer.Cut(7, 31, JobPaths.root(7), false);
        long bytes =
            restorer.rescale(
                new RescaledTask(cut, "count/" + i, true, settings, i, 3, old, target));
        assertTrue(bytes > 0);
        assertFalse(Files.exists(root.resolve("new-" + i + ".parts")));
        try (KeyedStateStore store = KeyedStateStore.open(target, settings)) {
          ValueState<Long> value = store.value("v", Serializers.LONG);
          store.forEachKey(
              "v", (key, group) -> found.merge(new String(key, UTF_8), value.get(), Long::sum));
          store.taskState().getList("splits").forEach(s -> splits.add(new String(s, UTF_8)));
          assertArrayEquals(new byte[] {1}, store.taskState().get("ended"));
        }
      }
      assertEquals(KEYS, found.size());
      found.forEach((key, value) -> assertEquals("key" + value, key));
      assertEquals(List.of("0", "1", "2", "3"), splits.stream().sorted().toList());
    }
  }

  private RescaledTask.OldTask oldTask(
      int instance, int parallelism, StateResources resources, SegmentUploader uploader)
      throws Exception {
    StateSettings settings = StateSettings.of(resources, KEY_GROUPS, instance, parallelism);
    Path directory = root.resolve("old-" + instance);
    try (KeyedStateStore store = KeyedStateStore.open(directory, settings)) {
      ValueState<Long> value = store.value("v", Serializers.LONG);
      for (long i = 0; i < KEYS; i++) {
        byte[] key = ("key" + i).getBytes(UTF_8);
        int group = KeyGroups.ofKey(key, KEY_GROUPS);
        if (settings.range().contains(group)) {
          store.setCurrentKey(key, group);
          value.set(i);
        }
      }
      byte[] split = Integer.toString(instance).getBytes(UTF_8);
      store.taskState().putList("splits", TaskState.Redistribution.SPLIT, List.of(split));
      store.taskState().put("ended", new byte[] {1});
      String name = "count/" + instance;
      LocalSnapshot local = store.snapshotLocal(root.resolve("snapshot-" + instance));
      UploadRequest request =
          new UploadRequest(JobPaths.root(7), 31, 1, "a1", name, local, null, UploadProgress.NONE);
      StoredSnapshot stored = uploader.upload(request).get(60, TimeUnit.SECONDS);
      return new RescaledTask.OldTask(instance, name, stored, settings.range());
    }
  }
}
