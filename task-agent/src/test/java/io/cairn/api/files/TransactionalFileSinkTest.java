package io.cairn.api.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransactionalFileSinkTest {

  @TempDir Path directory;

  @Test
  void nothing_is_visible_before_its_commit() throws Exception {
    try (TransactionalFileSink<String> sink = open(0, 1)) {
      sink.write("a");
      byte[] first = sink.prepare(1).orElseThrow();
      sink.write("b");
      assertEquals(List.of(), committed());
      sink.commit(first);
      assertEquals(List.of("a"), committed());
      sink.commit(sink.prepare(2).orElseThrow());
      assertEquals(List.of("a", "b"), committed());
    }
  }

  @Test
  void an_empty_transaction_makes_no_file() throws Exception {
    try (TransactionalFileSink<String> sink = open(0, 1)) {
      assertEquals(Optional.empty(), sink.prepare(1));
    }
    assertEquals(List.of(), names("pending"));
  }

  @Test
  void a_commit_may_come_twice() throws Exception {
    try (TransactionalFileSink<String> sink = open(0, 1)) {
      sink.write("a");
      byte[] transaction = sink.prepare(1).orElseThrow();
      sink.commit(transaction);
      sink.commit(transaction);
      assertEquals(List.of("a"), committed());
    }
  }

  @Test
  void a_commit_cut_in_half_is_completed() throws Exception {
    try (TransactionalFileSink<String> sink = open(0, 1)) {
      sink.write("a");
      byte[] transaction = sink.prepare(1).orElseThrow();
      String name = new String(transaction, StandardCharsets.UTF_8);
      Files.createDirectories(directory.resolve("committed"));
      Files.copy(
          directory.resolve("pending").resolve(name), directory.resolve("committed").resolve(name));
      sink.commit(transaction);
      assertEquals(List.of("a"), committed());
      assertEquals(List.of(), names("pending"));
    }
  }

  @Test
  void a_transaction_that_is_nowhere_is_a_loud_error() throws Exception {
    try (TransactionalFileSink<String> sink = open(0, 1)) {
      sink.write("a");
      byte[] transaction = sink.prepare(1).orElseThrow();
      String name = new String(transaction, StandardCharsets.UTF_8);
      Files.delete(directory.resolve("pending").resolve(name));
      IOException lost = assertThrows(IOException.class, () -> sink.commit(transaction));
      assertTrue(lost.getMessage().contains("is lost"), lost.getMessage());
    }
  }

  @Test
  void restore_commits_what_is_named_and_rolls_back_the_rest_of_older_attempts() throws Exception {
    byte[] named;
    try (TransactionalFileSink<String> sink = open(0, 1)) {
      sink.write("named");
      named = sink.prepare(1).orElseThrow();
      sink.write("not named");
      assertTrue(sink.prepare(2).isPresent());
    }
    try (TransactionalFileSink<String> other = open(1, 1)) {
      other.write("of another instance");
      assertTrue(other.prepare(1).isPresent());
    }
    try (TransactionalFileSink<String> again = open(0, 2)) {
      again.restore(List.of(named));
      assertEquals(List.of("named"), committed());
      assertEquals(1, names("pending").size(), "only the other instance's is left");
      again.restore(List.of(named)); // the attempt may fail and be restored from the same cut
      again.write("after");
      again.commit(again.prepare(3).orElseThrow());
      assertEquals(List.of("after", "named"), committed());
    }
  }

  @Test
  void at_another_parallelism_one_instance_rolls_back_what_an_older_one_left() throws Exception {
    byte[] named;
    try (TransactionalFileSink<String> third = open(3, 1)) { // of four
      third.write("named");
      named = third.prepare(1).orElseThrow();
      third.write("not named");
      assertTrue(third.prepare(2).isPresent());
    }
    try (TransactionalFileSink<String> other = open(0, 2)) {
      other.restore(List.of());
      assertEquals(2, names("pending").size(), "it stands for 0 and 2 only");
    }
    try (TransactionalFileSink<String> successor = open(1, 2)) {
      successor.restore(List.of(named));
      assertEquals(List.of("named"), committed());
      assertEquals(List.of(), names("pending"));
    }
  }

  @Test
  void at_the_first_start_nothing_of_others_is_touched() throws Exception {
    Files.createDirectories(directory.resolve("pending"));
    Files.writeString(directory.resolve("pending").resolve("README.txt"), "mine");
    try (TransactionalFileSink<String> sink = open(0, 5)) {
      sink.restore(List.of());
    }
    assertEquals(List.of("README.txt"), names("pending"));
  }

  @Test
  void what_was_written_after_the_last_barrier_is_dropped_at_the_end() throws Exception {
    try (TransactionalFileSink<String> sink = open(0, 1)) {
      sink.write("never prepared");
    }
    assertEquals(List.of(), names("pending"));
  }

  @Test
  void a_record_with_a_line_end_is_refused() throws Exception {
    try (TransactionalFileSink<String> sink = open(0, 1)) {
      assertThrows(IllegalArgumentException.class, () -> sink.write("a\nb"));
    }
  }

  private TransactionalFileSink<String> open(int instance, long attempt) throws IOException {
    TransactionalFileSink<String> sink =
        new TransactionalFileSink<>(directory.toUri(), record -> record);
    sink.open(TestContext.of(instance, 2).inAttempt(attempt));
    return sink;
  }

  private List<String> committed() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String name : names("committed")) {
      lines.addAll(Files.readAllLines(directory.resolve("committed").resolve(name)));
    }
    Collections.sort(lines);
    return lines;
  }

  private List<String> names(String below) throws IOException {
    if (!Files.exists(directory.resolve(below))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory.resolve(below))) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
