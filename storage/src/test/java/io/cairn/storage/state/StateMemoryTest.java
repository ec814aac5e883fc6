package io.cairn.storage.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateMemoryTest {

  private static final int TASKS = 24;
  private static final int ROUNDS = 60;
  private static final int ROWS_PER_ROUND = 60;
  private static final int VALUE_BYTES = 2_000;

  @TempDir private Path directory;

  /** 24 tasks with 3 states each write ten times the budget, and read all over it. */
  @Test
  void manyTasksTogetherStayWithinTheBudget() throws Exception {
    StateMemory memory = new StateMemory(32 << 20, 50);
    try (StateResources resources = new StateResources(memory)) {
      List<KeyedStateStore> stores = new ArrayList<>();
      try {
        List<List<ValueState<byte[]>>> states = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
          StateSettings settings = StateSettings.of(resources, 128, 0, 1);
          KeyedStateStore store = KeyedStateStore.open(directory.resolve("t" + i), settings);
          stores.add(store);
          List<ValueState<byte[]>> own = new ArrayList<>();
          for (String name : List.of("a", "b", "c")) {
            own.add(store.value(name, Serializers.BYTES));
          }
          states.add(own);
        }
        Peak peak = new Peak();
        Random random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
          for (int task = 0; task < TASKS; task++) {
            for (int row = 0; row < ROWS_PER_ROUND; row++) {
              stores.get(task).setCurrentKey(key(round * ROWS_PER_ROUND + row));
              byte[] value = new byte[VALUE_BYTES];
              random.nextBytes(value);
              states.get(task).get(row % 3).set(value);
              stores.get(task).setCurrentKey(key(random.nextInt(ROUNDS * ROWS_PER_ROUND)));
              states.get(task).get(row % 3).get();
            }
            peak.measure(stores, resources);
          }
        }
        System.out.println(peak + " of " + memory.bytes() + " bytes");
        assertTrue(peak.used <= memory.bytes(), peak + " of " + memory.bytes());
        assertTrue(peak.memtables <= memory.bytes() * 3 / 4, peak + " of " + memory.bytes());
        assertTrue(peak.memtables > memory.bytes() / 10, "write buffers were hardly used: " + peak);
        assertTrue(peak.used > memory.bytes() / 2, "the budget was hardly used: " + peak);
      } finally {
        stores.forEach(KeyedStateStore::close);
      }
    }
  }

  @Test
  void theSharesAddUp() {
    StateMemory memory = StateMemory.ofDefaultSizes();
    assertEquals(268_435_456L, memory.bytes());
    assertEquals(134_217_700L, memory.writeBufferBytes());
    try (StateResources resources = new StateResources(memory)) {
      assertEquals(memory.bytes(), resources.budgetBytes());
    }
    assertThrows(IllegalArgumentException.class, () -> new StateMemory(1 << 20, 50));
    assertThrows(IllegalArgumentException.class, () -> new StateMemory(32 << 20, 61));
    assertThrows(IllegalArgumentException.class, () -> new StateMemory(32 << 20, 9));
  }

  /** The most that was seen, in bytes. */
  private static final class Peak {
    private long used;
    private long memtables;

    void measure(List<KeyedStateStore> stores, StateResources resources) {
      long all = stores.stream().mapToLong(KeyedStateStore::writeBufferBytes).sum();
      memtables = Math.max(memtables, all);
      used = Math.max(used, resources.usedBytes());
    }

    @Override
    public String toString() {
      return "used " + used + ", write buffers " + memtables;
    }
  }

  private static byte[] key(int n) {
    return ByteBuffer.allocate(4).putInt(n).array();
  }
}
