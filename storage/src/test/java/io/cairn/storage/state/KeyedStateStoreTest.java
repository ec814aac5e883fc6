package io.cairn.storage.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.storage.Seeds;
import io.cairn.storage.snapshot.CorruptSnapshotException;
import io.cairn.storage.snapshot.LocalSnapshot;
import io.cairn.storage.snapshot.SnapshotFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyedStateStoreTest {

  private static final int KEY_GROUPS = 128;

  @TempDir private Path directory;
  private StateResources resources;
  private StateSettings settings;

  @BeforeEach
  void openResources() {
    resources = new StateResources(8 << 20, 8 << 20);
    settings = StateSettings.of(resources, KEY_GROUPS, 0, 1);
  }

  @AfterEach
  void closeResources() {
    resources.close();
  }

  @Test
  void valuesListsAndMapsAreKeptPerKey() throws IOException {
    try (KeyedStateStore store = open("a")) {
      ValueState<Long> count = store.value("count", Serializers.LONG);
      ListState<String> seen = store.list("seen", Serializers.STRING);
      MapState<Integer, Double> delays = store.map("delays", Serializers.INT, Serializers.DOUBLE);
      for (String key : List.of("x", "y", "")) {
        store.setCurrentKey(key.getBytes(UTF_8));
        assertNull(count.get());
        assertEquals(List.of(), seen.get());
        assertTrue(delays.isEmpty());
        count.set((long) key.length());
        seen.add(key + 1);
        seen.add("");
        seen.add(key + 2);
        delays.put(7, 0.5);
        delays.put(3, -1.0);
      }
      store.setCurrentKey("x".getBytes(UTF_8));
      assertEquals(1L, count.get());
      assertEquals(List.of("x1", "", "x2"), seen.get());
      assertEquals(0.5, delays.get(7));
      assertEquals(Map.of(3, -1.0, 7, 0.5), entries(delays));
      delays.remove(7);
      count.clear();
      seen.set(List.of("only"));
      seen.add("more");
      store.setCurrentKey("y".getBytes(UTF_8));
      assertEquals(Map.of(3, -1.0, 7, 0.5), entries(delays));
      delays.clear();
      assertTrue(delays.isEmpty());
      seen.clear();
      assertEquals(List.of(), seen.get());
      store.setCurrentKey("x".getBytes(UTF_8));
      assertNull(count.get());
      assertEquals(List.of("only", "more"), seen.get());
      assertEquals(Map.of(3, -1.0), entries(delays));
    }
  }

  @Test
  void aRandomWalkAgreesWithMapsInMemoryOverSnapshots() throws IOException {
    Random random = Seeds.newRandom();
    Map<String, Long> values = new HashMap<>();
    Map<String, List<Long>> lists = new HashMap<>();
    Map<String, TreeMap<Long, Long>> maps = new HashMap<>();
    Path at = directory.resolve("walk-0");
    for (int round = 1; round <= 4; round++) {
      try (KeyedStateStore store = KeyedStateStore.open(at, settings)) {
        ValueState<Long> value = store.value("v", Serializers.LONG);
        ListState<Long> list = store.list("l", Serializers.LONG);
        MapState<Long, Long> map = store.map("m", Serializers.LONG, Serializers.LONG);
        for (int step = 0; step < 2_000; step++) {
          String key = "k" + random.nextInt(50);
          long n = random.nextInt(20);
          store.setCurrentKey(key.getBytes(UTF_8));
          switch (random.nextInt(7)) {
            case 0 -> {
              value.set(n);
              values.put(key, n);
            }
            case 1 -> {
              value.clear();
              values.remove(key);
            }
            case 2 -> {
              list.add(n);
              lists.computeIfAbsent(key, k -> new ArrayList<>()).add(n);
            }
            case 3 -> {
              if (n == 0) {
                list.clear();
                lists.remove(key);
              }
            }
            case 4 -> {
              map.put(n, n * n);
              maps.computeIfAbsent(key, k -> new TreeMap<>()).put(n, n * n);
            }
            case 5 -> {
              map.remove(n);
              maps.computeIfAbsent(key, k -> new TreeMap<>()).remove(n);
            }
            default -> {
              assertEquals(values.get(key), value.get());
              assertEquals(lists.getOrDefault(key, List.of()), list.get());
              assertEquals(maps.getOrDefault(key, new TreeMap<>()), entries(map));
            }
          }
        }
        assertEquals(values.size(), store.countKeys("v"));
        assertEquals(
            maps.values().stream().filter(m -> !m.isEmpty()).count(), store.countKeys("m"));
        at = directory.resolve("walk-" + round);
        store.snapshotLocal(at);
      }
    }
  }

  @Test
  void keysAreVisitedOnceInTheOrderOfKeyGroupsAndMayBeChangedMeanwhile() throws IOException {
    try (KeyedStateStore store = open("a")) {
      MapState<String, Long> map = store.map("m", Serializers.STRING, Serializers.LONG);
      for (int i = 0; i < 300; i++) {
        store.setCurrentKey(("key" + i).getBytes(UTF_8));
        map.put("a", 1L);
        map.put("b", 2L);
      }
      List<Integer> groups = new ArrayList<>();
      store.forEachKey(
          "m",
          (key, keyGroup) -> {
            assertEquals(keyGroup, KeyGroups.ofKey(key, KEY_GROUPS));
            groups.add(keyGroup);
            assertEquals(2, entries(map).size());
            map.clear();
          });
      assertEquals(300, groups.size());
      assertEquals(groups.stream().sorted().toList(), groups);
      assertEquals(0, store.countKeys("m"));
      assertThrows(IllegalStateException.class, map::isEmpty);
    }
  }

  @Test
  void aKeyOfAnotherTasksKeyGroupIsRefused() throws IOException {
    StateSettings half = StateSettings.of(resources, KEY_GROUPS, 1, 2);
    try (KeyedStateStore store = KeyedStateStore.open(directory.resolve("a"), half)) {
      store.setCurrentKey(new byte[] {1}, 64);
      assertThrows(IllegalArgumentException.class, () -> store.setCurrentKey(new byte[] {1}, 63));
    }
  }

  @Test
  void anotherSchemaIsRefusedNamingBoth() throws IOException {
    Path snapshot = directory.resolve("s");
    try (KeyedStateStore store = open("a")) {
      store.value("count", Serializers.LONG);
      store.snapshotLocal(snapshot);
    }
    try (KeyedStateStore store = KeyedStateStore.open(snapshot, settings)) {
      IncompatibleStateException refusal =
          assertThrows(
              IncompatibleStateException.class, () -> store.value("count", Serializers.STRING));
      assertTrue(refusal.getMessage().contains("value<long>"), refusal.getMessage());
      assertTrue(refusal.getMessage().contains("value<string>"), refusal.getMessage());
      assertThrows(IncompatibleStateException.class, () -> store.list("count", Serializers.LONG));
      store.value("count", Serializers.LONG);
    }
  }

  @Test
  void anotherNumberOfKeyGroupsIsRefused() throws IOException {
    settings = settings.withSmallStateBytes(0); // of files; SmallRowsTest has the rows
    Path snapshot = directory.resolve("s");
    try (KeyedStateStore store = open("a")) {
      store.value("count", Serializers.LONG);
      store.snapshotLocal(snapshot);
    }
    StateSettings other = StateSettings.of(resources, 64, 0, 1);
    assertThrows(IncompatibleStateException.class, () -> KeyedStateStore.open(snapshot, other));
  }

  @Test
  void taskStateIsPartOfTheSnapshotAndNeedsNoDatabase() throws IOException {
    Path snapshot = directory.resolve("s");
    try (KeyedStateStore store = open("a")) {
      store.taskState().put("position", new byte[] {1, 2, 3});
      store.taskState().put("gone", new byte[] {9});
      store.taskState().remove("gone");
      LocalSnapshot local = store.snapshotLocal(snapshot);
      assertEquals(
          List.of(LocalSnapshot.TASK_STATE_FILE),
          local.files().stream().map(SnapshotFile::name).toList());
      assertEquals(local, LocalSnapshot.readList(snapshot));
    }
    try (KeyedStateStore store = KeyedStateStore.open(snapshot, settings)) {
      assertArrayEquals(new byte[] {1, 2, 3}, store.taskState().get("position"));
      assertEquals(Set.of("position"), store.taskState().names());
    }
  }

  @Test
  void taskStateIsBounded() throws IOException {
    try (KeyedStateStore store = open("a")) {
      byte[] half = new byte[TaskState.MAX_BYTES / 2];
      store.taskState().put("a", half);
      store.taskState().put("a", half);
      assertThrows(IllegalArgumentException.class, () -> store.taskState().put("b", half));
    }
  }

  @Test
  void anyFlippedByteOfTheTaskStateIsNoticed() throws IOException {
    Path snapshot = directory.resolve("s");
    try (KeyedStateStore store = open("a")) {
      store.taskState().put("position", "0123456789".getBytes(UTF_8));
      store.snapshotLocal(snapshot);
    }
    Path file = snapshot.resolve(LocalSnapshot.TASK_STATE_FILE);
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x10;
      Files.write(file, bad);
      assertThrows(
          CorruptSnapshotException.class,
          () -> KeyedStateStore.open(snapshot, settings),
          "at " + i);
    }
  }

  @Test
  void aSnapshotDoesNotSeeLaterWritesAndUnchangedFilesKeepTheirIdentity() throws IOException {
    settings = settings.withSmallStateBytes(0);
    try (KeyedStateStore store = open("a")) {
      ValueState<Long> count = store.value("count", Serializers.LONG);
      store.setCurrentKey(new byte[] {1});
      count.set(1L);
      LocalSnapshot first = store.snapshotLocal(directory.resolve("s1"));
      count.set(2L);
      LocalSnapshot second = store.snapshotLocal(directory.resolve("s2"));
      List<SnapshotFile> shared = first.files().stream().filter(SnapshotFile::immutable).toList();
      assertFalse(shared.isEmpty());
      assertTrue(second.files().containsAll(shared));
      assertTrue(second.files().stream().filter(SnapshotFile::immutable).count() > shared.size());
    }
    try (KeyedStateStore store = KeyedStateStore.open(directory.resolve("s1"), settings)) {
      store.setCurrentKey(new byte[] {1});
      assertEquals(1L, store.value("count", Serializers.LONG).get());
    }
  }

  @Test
  void resourcesStayOpenWhileAStoreUsesThem() throws IOException {
    KeyedStateStore store = open("a");
    assertThrows(IllegalStateException.class, resources::close);
    store.close();
    store.close();
    assertThrows(IllegalStateException.class, () -> store.value("v", Serializers.LONG));
  }

  private KeyedStateStore open(String name) throws IOException {
    return KeyedStateStore.open(directory.resolve(name), settings);
  }

  private static <K, V> Map<K, V> entries(MapState<K, V> map) {
    Map<K, V> entries = new HashMap<>();
    map.forEach(entries::put);
    return entries;
  }
}
