package io.cairn.process.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HistoryTest {
  @TempDir Path dir;

  @Test
  void whatIsWrittenIsReadBackInOrder() throws Exception {
    Path file = dir.resolve("history.jsonl");
    try (HistoryWriter writer = HistoryWriter.open(file, "c1")) {
      writer.write("leader", Map.of("term", 3));
      writer.write("checkpoint", Map.of("job", 1L, "state", "COMPLETED"));
    }
    List<HistoryEvent> events = HistoryReader.read(file);

    assertEquals(List.of("leader", "checkpoint"), events.stream().map(HistoryEvent::kind).toList());
    assertEquals(List.of(1L, 2L), events.stream().map(HistoryEvent::seq).toList());
    assertEquals(3, events.get(0).number("term"));
    assertEquals("COMPLETED", events.get(1).text("state"));
    assertEquals("c1", events.get(1).node());
    assertTrue(events.get(0).at() > 0);
    assertEquals(0, events.get(0).number("absent"));
    assertEquals("", events.get(0).text("absent"));
  }

  @Test
  void aLineTornByAKillIsLeftOutAndTheNextRunStartsOnItsOwnLine() throws Exception {
    Path file = dir.resolve("h");
    try (HistoryWriter writer = HistoryWriter.open(file, "a1")) {
      writer.write("one", Map.of());
    }
    Files.writeString(file, "{\"at\":1,\"kin", StandardOpenOption.APPEND);
    try (HistoryWriter writer = HistoryWriter.open(file, "a1")) {
      writer.write("two", Map.of());
    }
    List<String> kinds = HistoryReader.read(file).stream().map(HistoryEvent::kind).toList();
    assertEquals(List.of("one", "two"), kinds);
  }

  @Test
  void eventsThatComeTogetherAreWrittenAsIfAlone() throws Exception {
    Path file = dir.resolve("h");
    HistoryLine.Shared shared =
        HistoryLine.Shared.of("ack", Map.of("big", Long.MAX_VALUE), "task", Map.of("less", -7L));
    try (HistoryWriter writer = HistoryWriter.open(file, "n\"1")) {
      List<HistoryLine> lines = new ArrayList<>();
      for (int i = 0; i < 3_000; i++) {
        lines.add(new HistoryLine.OneOfMany(shared, i));
      }
      lines.add(new HistoryLine.Fields("text", Map.of("state", "a \"b\"", "n", 7)));
      writer.writeAll(lines);
    }
    List<HistoryEvent> events = HistoryReader.read(file);
    assertEquals(3_001, events.size());
    for (int i = 0; i < 3_000; i++) {
      HistoryEvent event = events.get(i);
      assertEquals(i + 1, event.seq());
      assertEquals(i, event.number("task"));
      assertEquals(Long.MAX_VALUE, event.number("big"));
      assertEquals(-7, event.number("less"));
      assertEquals("ack", event.kind());
      assertEquals("n\"1", event.node());
    }
    assertEquals("a \"b\"", events.get(3_000).text("state"));
    assertEquals(7, events.get(3_000).number("n"));
  }

  @Test
  void isBoundedToTwoFiles() throws Exception {
    Path file = dir.resolve("h");
    try (HistoryWriter writer = HistoryWriter.open(file, "a1", 1000)) {
      for (int i = 0; i < 200; i++) {
        writer.write("n", Map.of("i", i));
      }
    }
    assertTrue(Files.size(file) <= 1000);
    assertTrue(Files.size(HistoryWriter.old(file)) <= 1000);
    List<HistoryEvent> events = HistoryReader.read(file);
    assertEquals(199, events.get(events.size() - 1).number("i"));
    for (int i = 1; i < events.size(); i++) {
      assertEquals(events.get(i - 1).seq() + 1, events.get(i).seq());
    }
  }

  @Test
  void aTailGivesEachEventOnceAndWaitsForTheWholeLine() throws Exception {
    Path file = dir.resolve("h");
    HistoryTail tail = new HistoryTail(file);
    assertEquals(List.of(), tail.poll());
    String first = "{\"at\":1,\"seq\":1,\"node\":\"é\",\"kind\":\"x\"}\n";
    String second = "{\"at\":2,\"seq\":2,\"node\":\"é\",\"kind\":\"y\"}\n";
    byte[] bytes = (first + second).getBytes(StandardCharsets.UTF_8);
    List<String> kinds = new ArrayList<>();
    for (byte b : bytes) {
      Files.write(file, new byte[] {b}, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      tail.poll().forEach(e -> kinds.add(e.kind()));
    }
    assertEquals(List.of("x", "y"), kinds);
  }

  @Test
  void noLineIsTornByWritersOnSeveralThreads() throws Exception {
    Path file = dir.resolve("h");
    try (HistoryWriter writer = HistoryWriter.open(file, "a1")) {
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        Thread thread =
            new Thread(
                () -> {
                  for (int i = 0; i < 250; i++) {
                    writer.write("n", Map.of("i", i));
                  }
                });
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertEquals(1000, HistoryReader.read(file).size());
    assertEquals(1000, Files.readAllLines(file).size());
  }
}
