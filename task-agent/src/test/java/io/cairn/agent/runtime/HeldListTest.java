package io.cairn.agent.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairn.api.Serializers;
import io.cairn.api.TaskList;
import io.cairn.storage.state.KeyedStateStore;
import io.cairn.storage.state.StateResources;
import io.cairn.storage.state.StateSettings;
import io.cairn.storage.state.TaskState;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldListTest {
  @TempDir Path directory;

  @Test
  void aListIsThereAgainAsItWasAtTheSnapshot() throws Exception {
    try (StateResources resources = new StateResources(8 << 20, 16 << 20)) {
      StateSettings settings = StateSettings.of(resources, 8, 0, 1);
      try (KeyedStateStore store = KeyedStateStore.open(directory.resolve("s"), settings)) {
        TaskState state = store.taskState();
        HeldList<Long> list =
            HeldList.open("list/a", Serializers.longs(), TaskList.Sharing.DEALT, state);
        assertEquals(List.of(), list.get());
        list.set(List.of(1L, 2L));
        list.add(3L);
        list.keep();
        list.add(4L); // after the snapshot
        assertEquals(List.of(1L, 2L, 3L, 4L), list.get());
        assertEquals(
            List.of(1L, 2L, 3L),
            HeldList.open("list/a", Serializers.longs(), TaskList.Sharing.DEALT, state).get());
        state.putList("list/b", TaskState.Redistribution.UNION, List.of(new byte[9]));
        assertThrows(
            IllegalStateException.class,
            () -> HeldList.open("list/b", Serializers.longs(), TaskList.Sharing.TO_ALL, state));
      }
    }
  }
}
