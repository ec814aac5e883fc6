package io.cairn.cli.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cairn.cli.terminal.Look;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SightTest {
  private static JsonNode answer(String state, long millis, String... rows) {
    String text =
        """
        {"id":13,"kind":"PERIODIC","state":"%s","requestedAt":1000,"durationMillis":%d,"acks":1,
         "local":1,"taskCount":3,"uploadedBytes":2048,"stateBytes":4096,"reason":"%s","tasks":[%s]}
        """;
    String reason = state.equals("ABORTED") ? "TIMEOUT" : "";
    try {
      return new ObjectMapper()
          .readTree(text.formatted(state, millis, reason, String.join(",", rows)));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String row(int task, String phase, long bytes) {
    return """
    {"task":%d,"operator":"count","instance":%d,"agent":"a1","phase":"%s","alignMillis":1,
     "localMillis":2,"uploadMillis":3,"uploadedBytes":%d,"stateBytes":9}
    """
        .formatted(task, task, phase, bytes);
  }

  private static Look look(int rows) {
    return new Look(false, false, 80, rows, Instant.ofEpochMilli(13_000));
  }

  @Test
  void theTaskThatIsLeastFarComesFirst() {
    Sight sight =
        Sight.none(0)
            .next(
                answer(
                    "EXECUTING",
                    5_000,
                    row(0, "ACKED", 9),
                    row(1, "LOCAL", 0),
                    row(2, "PENDING", 0)),
                0);
    assertEquals(List.of(2, 1, 0), sight.tasks().stream().map(Sight.TaskSight::task).toList());
  }

  @Test
  void aPhaseLastsFromWhenItWasFirstSeenAndBytesHaveARate() {
    Sight first = Sight.none(0).next(answer("EXECUTING", 5_000, row(0, "LOCAL", 1_000)), 0);
    Sight second = first.next(answer("EXECUTING", 7_000, row(0, "LOCAL", 5_000)), 2_000);
    assertEquals(2_000, second.tasks().get(0).phaseMillis());
    assertFalse(second.tasks().get(0).sawIt(), "it may have begun before the watch");
    assertEquals(2_000, second.bytesPerSecond());
    Sight third = second.next(answer("EXECUTING", 7_500, row(0, "ACKED", 5_000)), 2_500);
    assertTrue(third.tasks().get(0).sawIt());
    assertEquals(6, third.tasks().get(0).tookMillis());
  }

  @Test
  void aTaskThatHasSomeBarriersAwaitsTheOthers() {
    String row =
        row(0, "PENDING", 0)
            .replace(
                "\"agent\"",
                "\"aligning\":{\"blockedChannels\":3,\"inputChannels\":4,\"awaited\":\"source/1\"},"
                    + "\"agent\"");
    Sight sight = Sight.none(0).next(answer("EXECUTING", 5_000, row, row(1, "STARTED", 0)), 0);
    List<String> screen = WatchLines.screen("flights", sight, look(24));
    assertEquals("count/0 awaits the barrier of source/1, 3 of 4 channels blocked", screen.get(2));
    assertTrue(screen.stream().anyMatch(line -> line.contains("ALIGNING 3/4")), screen.toString());
    assertTrue(
        WatchLines.line(sight)
            .endsWith("ALIGNING 5 s, awaits the barrier of source/1, 3 of 4 channels blocked"),
        WatchLines.line(sight));
  }

  @Test
  void theClusterKnowsSinceWhenByItsOwnClock() {
    String row = row(0, "LOCAL", 0).replace("\"agent\"", "\"since\":4000,\"agent\"");
    Sight sight = Sight.none(0).next(answer("EXECUTING", 5_000, row), 0);
    assertEquals(2_000, sight.tasks().get(0).phaseMillis());
    assertTrue(sight.tasks().get(0).sawIt());
  }

  @Test
  void aScreenHoldsNoMoreLinesThanItHas() {
    String[] rows =
        IntStream.range(0, 100).mapToObj(i -> row(i, "PENDING", 0)).toArray(String[]::new);
    Sight sight = Sight.none(0).next(answer("EXECUTING", 12_000, rows), 0);
    List<String> lines = WatchLines.screen("words", sight, look(24));
    assertTrue(lines.size() < 24, String.join("\n", lines));
    assertEquals("and 83 tasks that are further", lines.get(lines.size() - 1));
    lines.forEach(line -> assertTrue(line.length() <= 80, line));
  }

  @Test
  void aScreenShowsStateCountsAndEachTask() {
    Sight sight =
        Sight.none(0)
            .next(answer("EXECUTING", 12_000, row(0, "ACKED", 2_048), row(1, "PENDING", 0)), 0);
    assertEquals(
        """
        words #13 PERIODIC  EXECUTING  requested 1970-01-01T00:00:01Z (12 s ago)
        [########................] 1/3 acked, 1 local, 2.0 KiB, 12.0 s

        TASK     AGENT               PHASE    SINCE      UPLOADED  RATE
        count/1  a1     [.........]  PENDING  12 s       0 B
        count/0  a1     [#########]  ACKED    took 6 ms  2.0 KiB
        """,
        WatchLines.screen("words", sight, look(24)).stream()
            .collect(Collectors.joining("\n", "", "\n")));
    assertEquals(
        "13 EXECUTING  1/3 acked, 1 local, 2.0 KiB, 12.0 s; slowest count/1 on a1 PENDING 12 s",
        WatchLines.line(sight));
  }

  @Test
  void onlyACompletedOneHasSucceeded() {
    assertFalse(Sight.none(0).hasEnded());
    assertFalse(Sight.none(0).next(answer("COMMITTING", 1), 0).hasEnded());
    assertTrue(Sight.none(0).next(answer("SUBSUMED", 1), 0).hasSucceeded());
    Sight aborted = Sight.none(0).next(answer("ABORTED", 900), 0);
    assertTrue(aborted.hasEnded() && !aborted.hasSucceeded());
    assertEquals("#13 of words ABORTED after 900 ms: TIMEOUT", WatchLines.end("words", aborted));
  }
}
