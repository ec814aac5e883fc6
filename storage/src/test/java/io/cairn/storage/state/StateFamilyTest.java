package io.cairn.storage.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cache and write buffer never show: what is read is what was written, at every moment. */
final class StateFamilyTest {

  @TempDir Path directory;

  @Test
  void aRandomWalkReadsWhatAMapHolds() throws Exception {
    for (long seed = 1; seed <= 4; seed++) {
      walk(seed);
    }
  }

  private void walk(long seed) throws Exception {
    Path place = directory.resolve("walk-" + seed);
    int snapshots = 0;
    try (StateResources resources = StateResources.ofDefaultSizes()) {
      Walk walk = new Walk(seed, open(resources, place.resolve("0")));
      for (int step = 0; step < 30_000; step++) {
        walk.step(step);
        if (step % 7_001 == 7_000) {
          // The cut holds all of it: what waits is in the snapshot too.
          snapshots++;
          Path next = place.resolve(Integer.toString(snapshots));
          var unused = walk.store.snapshotLocal(next);
          walk.store.close();
          walk.reopen(open(resources, next));
        }
      }
      walk.checkAll();
      walk.store.close();
    }
    assertTrue(snapshots >= 4);
  }

  /** A store, and beside it what must be in it. */
  private static final class Walk {
    private final long seed;
    private final Random random;
    private final Map<Long, String> values = new HashMap<>();
    private final Map<Long, StringBuilder> lists = new HashMap<>();
    private final Map<Long, Map<Long, Long>> maps = new HashMap<>();
    private KeyedStateStore store;
    private ValueState<String> value;
    private ListState<String> list;
    private MapState<Long, Long> map;

    Walk(long seed, KeyedStateStore store) {
      this.seed = seed;
      this.random = new Random(seed);
      reopen(store);
    }

    void reopen(KeyedStateStore opened) {
      store = opened;
      value = store.value("v", Serializers.STRING);
      list = store.list("l", Serializers.STRING);
      map = store.map("m", Serializers.LONG, Serializers.LONG);
    }

    void step(int step) {
      long key = random.nextInt(3_000);
      setKey(store, key);
      int action = random.nextInt(9);
      if (action < 6) {
        change(step, key, action);
      } else {
        check(key, action, "seed " + seed + " step " + step);
      }
    }

    private void change(int step, long key, int action) {
      switch (action) {
        case 0, 1 -> {
          // Most rows are small, some fit no place of the cache, a few no buffer.
          int size = step % 500 == 0 ? 70_000 : random.nextInt(random.nextInt(300) + 1);
          String text = "x".repeat(size) + step;
          value.set(text);
          values.put(key, text);
        }
        case 2 -> {
          value.clear();
          values.remove(key);
        }
        case 3 -> {
          list.add(step + ",");
          lists.computeIfAbsent(key, k -> new StringBuilder()).append(step).append(',');
        }
        case 4 -> {
          long entry = random.nextInt(4);
          map.put(entry, (long) step);
          maps.computeIfAbsent(key, k -> new TreeMap<>()).put(entry, (long) step);
        }
        default -> {
          map.clear();
          maps.remove(key);
        }
      }
    }

    private void check(long key, int action, String told) {
      switch (action) {
        case 6 -> {
          StringBuilder expected = lists.getOrDefault(key, new StringBuilder());
          assertEquals(expected.toString(), String.join("", list.get()), told);
        }
        case 7 -> {
          Map<Long, Long> found = new TreeMap<>();
          map.forEach(found::put);
          assertEquals(maps.getOrDefault(key, Map.of()), found, told);
          assertEquals(found.isEmpty(), map.isEmpty(), told);
          for (long entry = 0; entry < 4; entry++) {
            assertEquals(found.get(entry), map.get(entry), told);
          }
        }
        default -> assertEquals(values.get(key), value.get(), told);
      }
    }

    void checkAll() {
      assertEquals(values.size(), store.countKeys("v"), "seed " + seed);
      for (Map.Entry<Long, String> entry : values.entrySet()) {
        setKey(store, entry.getKey());
        assertEquals(entry.getValue(), value.get(), "seed " + seed);
      }
    }
  }

  @Test
  void theBatchIsWhatRocksDbReads() throws Exception {
    WriteBuffer buffer = new WriteBuffer(300);
    byte[] row = new byte[200];
    byte[] value = new byte[20_000];
    new Random(1).nextBytes(value);
    int hash = RowHash.of(row);
    assertTrue(buffer.hasRoom(row.length, value.length));
    buffer.add(WriteBuffer.Kind.VALUE, row, hash, new byte[1]);
    buffer.add(WriteBuffer.Kind.VALUE, row, hash, value);
    assertEquals(WriteBuffer.Kind.VALUE, buffer.kindOf(row, hash));
    assertArrayEquals(value, buffer.valueOf(row, hash));
    buffer.add(WriteBuffer.Kind.DELETION, row, hash, new byte[0]);
    assertEquals(WriteBuffer.Kind.DELETION, buffer.kindOf(row, hash));
    try (StateResources resources = StateResources.ofDefaultSizes();
        org.rocksdb.WriteBatch read = new org.rocksdb.WriteBatch(buffer.batch())) {
      assertEquals(3, read.count());
      assertTrue(read.hasPut());
      assertTrue(read.hasDelete());
      assertNotNull(resources);
    }
  }

  @Test
  void aCacheKeepsToTheBudgetAndGivesItBack() {
    AtomicLong budget = new AtomicLong(100_000);
    RowCache cache = new RowCache(budget);
    RowCache other = new RowCache(budget);
    int known = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] row = ("row-" + i).getBytes(java.nio.charset.StandardCharsets.UTF_8);
      cache.put(row, RowHash.of(row), row);
      other.put(row, RowHash.of(row), new byte[100]);
      assertTrue(budget.get() >= 0);
    }
    for (int i = 0; i < 10_000; i++) {
      byte[] row = ("row-" + i).getBytes(java.nio.charset.StandardCharsets.UTF_8);
      byte[] found = cache.get(row, RowHash.of(row));
      if (found != null) {
        known++;
        assertArrayEquals(row, found);
      }
    }
    assertTrue(known > 500, known + " rows");
    for (RowCache each : List.of(cache, other)) {
      each.close();
    }
    assertEquals(100_000, budget.get());
  }

  private static KeyedStateStore open(StateResources resources, Path place) throws Exception {
    return KeyedStateStore.open(place, StateSettings.of(resources, 16, 0, 1));
  }

  private static void setKey(KeyedStateStore store, long key) {
    store.setCurrentKey(java.nio.ByteBuffer.allocate(8).putLong(key).array());
  }
}
