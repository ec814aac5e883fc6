package io.cairn.storage.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** An operator's tasks with states of every kind, and beside them what they must hold. */
final class RescaleModel implements AutoCloseable {

  static final int KEY_GROUPS = 32;
  private static final int KEYS = 400;

  private final Path directory;
  private final StateResources resources;
  private final FamilyMove move;
  private final Random random;
  private final Map<String, Long> values = new TreeMap<>();
  private final Map<String, List<String>> lists = new TreeMap<>();
  private final Map<String, TreeMap<Integer, String>> maps = new TreeMap<>();
  private List<Tables> tasks = new ArrayList<>();
  private int generation;

  RescaleModel(
      Path directory, StateResources resources, FamilyMove move, Random random, int parallelism)
      throws IOException {
    this.directory = directory;
    this.resources = resources;
    this.move = move;
    this.random = random;
    for (int i = 0; i < parallelism; i++) {
      StateSettings settings = settings(i, parallelism);
      tasks.add(new Tables(KeyedStateStore.open(directory.resolve("0-" + i), settings), settings));
    }
  }

  /** One task and its states. */
  private static final class Tables {
    final KeyedStateStore store;
    final StateSettings settings;
    final ValueState<Long> value;
    final ListState<String> list;
    final MapState<Integer, String> map;

    Tables(KeyedStateStore store, StateSettings settings) {
      this.store = store;
      this.settings = settings;
      store.declareKeys("utf8");
      value = store.value("value", Serializers.LONG);
      list = store.list("list", Serializers.STRING);
      map = store.map("map", Serializers.INT, Serializers.STRING);
      store.value("empty", Serializers.LONG);
    }
  }

  int parallelism() {
    return tasks.size();
  }

  /** Changes states of random keys; snapshots in between give the databases several files. */
  void change(int steps) throws IOException {
    for (int step = 0; step < steps; step++) {
      String key = "key" + random.nextInt(KEYS);
      Tables task = at(key);
      int n = random.nextInt(20);
      switch (random.nextInt(8)) {
        case 0, 1 -> {
          task.value.set((long) step);
          values.put(key, (long) step);
        }
        case 2 -> {
          task.value.clear();
          values.remove(key);
        }
        case 3 -> {
          task.list.add("e" + n);
          lists.computeIfAbsent(key, k -> new ArrayList<>()).add("e" + n);
        }
        case 4 -> {
          if (n == 0) {
            task.list.clear();
            lists.remove(key);
          }
        }
        case 5 -> {
          task.map.put(n, "m" + step);
          maps.computeIfAbsent(key, k -> new TreeMap<>()).put(n, "m" + step);
        }
        case 6 -> {
          task.map.remove(n);
          maps.computeIfAbsent(key, k -> new TreeMap<>()).remove(n);
        }
        default -> {
          if (n == 0) {
            task.map.clear();
            maps.remove(key);
          }
        }
      }
      if (random.nextInt(300) == 0) {
        task.store.snapshotLocal(directory.resolve("extra-" + generation + "-" + step));
      }
    }
  }

  /** Sets many values, so that there is something to compact. */
  void fill(int rows) {
    for (int i = 0; i < rows; i++) {
      String key = "row" + i;
      at(key).value.set((long) i);
      values.put(key, (long) i);
    }
  }

  /** Takes a snapshot of each task and restores them all at another parallelism. */
  void rescale(int parallelism) throws IOException {
    generation++;
    List<Path> snapshots = new ArrayList<>();
    List<KeyGroupRange> ranges = new ArrayList<>();
    for (Tables task : tasks) {
      Path snapshot = directory.resolve("snapshot-" + generation + "-" + snapshots.size());
      task.store.snapshotLocal(snapshot);
      snapshots.add(snapshot);
      ranges.add(task.settings.range());
      task.store.close();
    }
    List<Tables> restored = new ArrayList<>();
    for (int i = 0; i < parallelism; i++) {
      List<StatePart> parts = new ArrayList<>();
      for (int p = 0; p < snapshots.size(); p++) {
        Path copy = directory.resolve("part-" + generation + "-" + i + "-" + p);
        Trees.copy(snapshots.get(p), copy);
        parts.add(new StatePart(copy, ranges.get(p)));
      }
      StateSettings settings = settings(i, parallelism);
      Path target = directory.resolve(generation + "-" + i);
      StateRescale.assemble(new RescaleRequest(target, settings, i, parallelism, parts), move);
      restored.add(new Tables(KeyedStateStore.open(target, settings), settings));
    }
    tasks = restored;
  }

  /** Compares everything, and that each key is in one task only. */
  void verify() {
    Map<String, Long> foundValues = new TreeMap<>();
    Map<String, List<String>> foundLists = new TreeMap<>();
    Map<String, TreeMap<Integer, String>> foundMaps = new TreeMap<>();
    for (Tables task : tasks) {
      task.store.forEachKey("value", (key, group) -> putOnce(foundValues, key, task.value.get()));
      task.store.forEachKey("list", (key, group) -> putOnce(foundLists, key, task.list.get()));
      task.store.forEachKey(
          "map",
          (key, group) -> {
            TreeMap<Integer, String> entries = new TreeMap<>();
            task.map.forEach(entries::put);
            putOnce(foundMaps, key, entries);
          });
      assertEquals(0, task.store.countKeys("empty"));
    }
    maps.values().removeIf(TreeMap::isEmpty);
    assertEquals(values, foundValues);
    assertEquals(lists, foundLists);
    assertEquals(maps, foundMaps);
    for (String key : values.keySet()) {
      assertEquals(values.get(key), at(key).value.get());
    }
  }

  private static <V> void putOnce(Map<String, V> found, byte[] key, V value) {
    assertEquals(null, found.put(new String(key, UTF_8), value), "a key in two tasks");
  }

  /** Some tasks' snapshots hold rows if they are small, others always files. */
  private StateSettings settings(int instance, int parallelism) {
    StateSettings settings = StateSettings.of(resources, KEY_GROUPS, instance, parallelism);
    return random.nextBoolean() ? settings : settings.withSmallStateBytes(0);
  }

  private Tables at(String key) {
    byte[] bytes = key.getBytes(UTF_8);
    int group = KeyGroups.ofKey(bytes, KEY_GROUPS);
    Tables task = tasks.get(KeyGroups.ownerOf(group, KEY_GROUPS, tasks.size()));
    task.store.setCurrentKey(bytes, group);
    return task;
  }

  @Override
  public void close() {
    tasks.forEach(task -> task.store.close());
  }
}
