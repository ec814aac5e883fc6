package io.cairn.api.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.api.Poll;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSourceTest {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void each_line_belongs_to_exactly_one_instance_whatever_the_parallelism(long seed)
      throws Exception {
    Random random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      List<String> lines = randomLines(random);
      boolean lastLacksEnd = random.nextBoolean();
      String end = random.nextBoolean() ? "\r\n" : "\n";
      URI file = write("header" + end + String.join(end, lines) + (lastLacksEnd ? "" : end));
      int parallelism = 1 + random.nextInt(9);
      List<String> read = new ArrayList<>();
      for (int instance = 0; instance < parallelism; instance++) {
        try (FileSource<String> source = source(file).headerLines(1).build()) {
          source.open(TestContext.of(instance, parallelism));
          drain(source, read);
        }
      }
      lines.removeIf(String::isEmpty);
      assertEquals(lines, read, "seed " + seed + " round " + round + " over " + parallelism);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void it_goes_on_exactly_where_a_snapshot_was_taken(long seed) throws Exception {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      lines.add("line " + i);
    }
    URI file = write(String.join("\n", lines));
    List<String> whole = new ArrayList<>();
    List<String> pieces = new ArrayList<>();
    for (int instance = 0; instance < 3; instance++) {
      try (FileSource<String> source = source(file).repeat(2).build()) {
        source.open(TestContext.of(instance, 3));
        drain(source, whole);
      }
      List<byte[]> position = null;
      boolean ended = false;
      while (!ended) {
        try (FileSource<String> source = source(file).repeat(2).build()) {
          source.open(TestContext.of(instance, 3).goingOnWith(position));
          for (int polls = random.nextInt(4); polls >= 0 && !ended; polls--) {
            ended = source.poll(pieces::add).state() == Poll.State.END;
          }
          position = source.splits();
          source.poll(record -> {}); // read after the snapshot, and lost with the attempt
        }
      }
    }
    assertEquals(10_000, whole.size());
    assertEquals(whole, pieces, "seed " + seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void at_another_parallelism_each_line_is_still_read_once(long seed) throws Exception {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      lines.add("line " + i + "x".repeat(random.nextInt(20)));
    }
    URI file = write("header\n" + String.join("\n", lines));
    long passes = 1L + random.nextInt(3);
    List<String> read = new ArrayList<>();
    List<List<byte[]>> positions = null;
    boolean ended = false;
    for (int round = 0; !ended; round++) {
      int parallelism = round > 20 ? 1 : 1 + random.nextInt(6);
      List<byte[]> parts = new ArrayList<>();
      ended = true;
      for (int instance = 0; instance < parallelism; instance++) {
        try (FileSource<String> source = source(file).headerLines(1).repeat(passes).build()) {
          source.open(
              TestContext.of(instance, parallelism)
                  .goingOnWith(positions == null ? null : dealt(positions, instance, parallelism)));
          boolean end = false;
          for (int polls = random.nextInt(6); (polls >= 0 || round > 20) && !end; polls--) {
            end = source.poll(read::add).state() == Poll.State.END;
          }
          ended &= end;
          parts.addAll(source.splits());
          source.poll(record -> {}); // lost with the attempt
        }
      }
      positions = List.of(parts);
    }
    List<String> expected = new ArrayList<>();
    for (int pass = 0; pass < passes; pass++) {
      expected.addAll(lines);
    }
    assertEquals(
        expected.stream().sorted().toList(), read.stream().sorted().toList(), "seed " + seed);
  }

  /** As the task state deals a list out. */
  private static List<byte[]> dealt(List<List<byte[]>> lists, int instance, int parallelism) {
    List<byte[]> all = lists.stream().flatMap(List::stream).toList();
    List<byte[]> mine = new ArrayList<>();
    for (int i = instance; i < all.size(); i += parallelism) {
      mine.add(all.get(i));
    }
    return mine;
  }

  @Test
  void a_position_of_before_there_were_parts_is_read() throws Exception {
    URI file = write("a\nb\nc\nd\n");
    byte[] older = new FilePosition(0, 4, 2, 8).encode();
    List<String> read = new ArrayList<>();
    try (FileSource<String> source = source(file).build()) {
      source.open(TestContext.of(0, 1).restoredFrom(older));
      drain(source, read);
    }
    assertEquals(List.of("c", "d"), read);
  }

  @Test
  void what_one_instance_has_left_is_enough_for_several() throws Exception {
    URI file = write("some line\n".repeat(5_000));
    try (FileSource<String> source = source(file).build()) {
      source.open(TestContext.of(0, 1));
      source.poll(record -> {});
      assertEquals(FileSplits.PARTS, source.splits().size());
    }
  }

  @Test
  void a_restored_source_at_its_end_stays_there() throws Exception {
    URI file = write("a\nb\n");
    List<byte[]> position;
    try (FileSource<String> source = source(file).build()) {
      source.open(TestContext.of(0, 1));
      drain(source, new ArrayList<>());
      position = source.splits();
    }
    try (FileSource<String> source = source(file).build()) {
      source.open(TestContext.of(0, 1).goingOnWith(position));
      assertEquals(Poll.end(), source.poll(record -> {}));
    }
  }

  @Test
  void a_broken_line_fails_the_source_with_its_number_in_the_file() throws Exception {
    URI file = write("head\n1\n2\n3\n4\n5\nsix\n7\n");
    try (FileSource<Integer> source =
        FileSource.lines(file, Integer::parseInt).headerLines(1).build()) {
      source.open(TestContext.of(1, 2));
      BrokenLineException broken =
          assertThrows(BrokenLineException.class, () -> drain(source, new ArrayList<>()));
      assertEquals(7, broken.lineNumber());
      assertTrue(broken.getMessage().contains(file + ":7: broken line"), broken.getMessage());
    }
  }

  @Test
  void broken_lines_are_skipped_and_counted_if_that_is_the_policy() throws Exception {
    URI file = write("1\ntwo\n3\nfour\n");
    try (FileSource<Integer> source =
        FileSource.lines(file, Integer::parseInt).onBrokenLine(BrokenLines.SKIP).build()) {
      source.open(TestContext.of(0, 1));
      List<Integer> read = new ArrayList<>();
      drain(source, read);
      assertEquals(List.of(1, 3), read);
      assertEquals(2, source.brokenLines());
    }
  }

  @Test
  void an_empty_file_ends_at_once() throws Exception {
    try (FileSource<String> source = source(write("")).repeat(5).build()) {
      source.open(TestContext.of(0, 1));
      assertEquals(Poll.end(), source.poll(record -> {}));
    }
  }

  @Test
  void a_file_that_has_changed_is_refused() throws Exception {
    URI file = write("a\nb\n");
    List<byte[]> position;
    try (FileSource<String> source = source(file).build()) {
      source.open(TestContext.of(0, 1));
      position = source.splits();
    }
    write("a\nb\nc\n");
    try (FileSource<String> source = source(file).build()) {
      IOException changed =
          assertThrows(
              IOException.class, () -> source.open(TestContext.of(0, 1).goingOnWith(position)));
      assertTrue(changed.getMessage().contains("has changed"), changed.getMessage());
    }
  }

  @Test
  void a_rate_spreads_the_records_over_time() {
    Pace pace = new Pace(1_000);
    long now = 0;
    int emitted = 0;
    while (now < 1_000_000_000L) {
      long wait = pace.waitNanos(now);
      if (wait > 0) {
        now += wait;
      } else {
        pace.emitted(now);
        emitted++;
      }
    }
    assertTrue(emitted >= 990 && emitted <= 1_010, "emitted " + emitted);
    assertEquals(0, pace.waitNanos(now + 500_000_000));
  }

  private static FileSourceSettings<String> source(URI file) {
    return FileSource.lines(file, line -> line);
  }

  private static <T> void drain(FileSource<T> source, List<T> into) throws Exception {
    while (source.poll(into::add).state() != Poll.State.END) {
      // the next lines
    }
  }

  private static List<String> randomLines(Random random) {
    List<String> lines = new ArrayList<>();
    for (int i = random.nextInt(60); i >= 0; i--) {
      lines.add("é".repeat(random.nextInt(random.nextInt(40) + 1)) + (i % 7 == 0 ? "" : i));
    }
    return lines;
  }

  private URI write(String text) throws IOException {
    Path file = directory.resolve("input.txt");
    Files.writeString(file, text);
    return file.toUri();
  }
}
