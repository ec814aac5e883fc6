package io.cairn.storage.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.storage.Seeds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskStateRedistributionTest {

  @TempDir private Path directory;

  @Test
  void splitListsAreDealtOutOnceAndUnionListsGoToAll() {
    Random random = Seeds.newRandom();
    List<InMemoryTaskState> tasks = new ArrayList<>();
    TreeSet<String> all = new TreeSet<>();
    for (int i = 0; i < 3; i++) {
      List<String> elements = new ArrayList<>();
      for (int e = random.nextInt(10); e >= 0; e--) {
        elements.add(i + "-" + e);
      }
      all.addAll(elements);
      tasks.add(state(elements));
    }
    for (int round = 0; round < 20; round++) {
      int parallelism = 1 + random.nextInt(8);
      List<InMemoryTaskState> next = new ArrayList<>();
      List<String> found = new ArrayList<>();
      int most = 0;
      int least = Integer.MAX_VALUE;
      for (int i = 0; i < parallelism; i++) {
        InMemoryTaskState state = TaskStateRedistribution.of(i, parallelism, tasks);
        List<String> mine = texts(state.getList("split"));
        most = Math.max(most, mine.size());
        least = Math.min(least, mine.size());
        found.addAll(mine);
        assertEquals(all, new TreeSet<>(texts(state.getList("union"))));
        next.add(state(mine));
      }
      assertEquals(all.size(), found.size());
      assertEquals(all, new TreeSet<>(found));
      assertTrue(most - least <= 1, most + " and " + least + " elements");
      tasks = next;
    }
  }

  @Test
  void aBlobIsTakenOverOnlyIfItIsTheSameInAllTasks() {
    InMemoryTaskState one = new InMemoryTaskState();
    one.put("ended", new byte[] {1});
    InMemoryTaskState two = new InMemoryTaskState();
    two.put("ended", new byte[] {1});
    InMemoryTaskState merged = TaskStateRedistribution.of(0, 1, List.of(one, two));
    assertArrayEquals(new byte[] {1}, merged.get("ended"));

    two.put("position", new byte[] {7});
    IncompatibleStateException missing =
        assertThrows(
            IncompatibleStateException.class,
            () -> TaskStateRedistribution.of(0, 1, List.of(one, two)));
    assertTrue(missing.getMessage().contains("position"), missing.getMessage());
    one.put("position", new byte[] {8});
    assertThrows(
        IncompatibleStateException.class,
        () -> TaskStateRedistribution.of(0, 1, List.of(one, two)));
    one.putList("position", TaskState.Redistribution.SPLIT, List.of());
    assertThrows(
        IncompatibleStateException.class,
        () -> TaskStateRedistribution.of(0, 1, List.of(one, two)));
  }

  @Test
  void blobsAndListsAreNotTakenForEachOther() {
    InMemoryTaskState state = new InMemoryTaskState();
    state.put("blob", new byte[] {1});
    state.putList("list", TaskState.Redistribution.UNION, List.of());
    assertThrows(IllegalStateException.class, () -> state.getList("blob"));
    assertThrows(IllegalStateException.class, () -> state.get("list"));
    assertNull(state.getList("none"));
    assertEquals(List.of(), state.getList("list"));
  }

  @Test
  void theFilesAreThoseOfTheGoldenOnes() throws IOException {
    InMemoryTaskState state = new InMemoryTaskState();
    state.put("user", "position".getBytes(UTF_8));
    assertGolden("task-state-1.hex", state);
    state.putList(
        "splits",
        TaskState.Redistribution.SPLIT,
        List.of("a".getBytes(UTF_8), "".getBytes(UTF_8), "bc".getBytes(UTF_8)));
    state.putList("everywhere", TaskState.Redistribution.UNION, List.of(new byte[] {9}));
    assertGolden("task-state-2.hex", state);
  }

  private void assertGolden(String name, InMemoryTaskState state) throws IOException {
    Path file = directory.resolve(name);
    state.write(file);
    String written = HexFormat.of().formatHex(Files.readAllBytes(file));
    try (InputStream golden = getClass().getResourceAsStream("/golden/" + name)) {
      assertEquals(new String(golden.readAllBytes(), UTF_8).strip(), written);
    }
    InMemoryTaskState read = InMemoryTaskState.read(file);
    assertEquals(state.names(), read.names());
    state.entries().forEach((key, entry) -> assertTrue(entry.sameAs(read.entries().get(key)), key));
  }

  private static InMemoryTaskState state(List<String> elements) {
    InMemoryTaskState state = new InMemoryTaskState();
    List<byte[]> bytes = elements.stream().map(text -> text.getBytes(UTF_8)).toList();
    state.putList("split", TaskState.Redistribution.SPLIT, bytes);
    state.putList("union", TaskState.Redistribution.UNION, bytes);
    return state;
  }

  private static List<String> texts(List<byte[]> elements) {
    return elements.stream().map(bytes -> new String(bytes, UTF_8)).toList();
  }
}
