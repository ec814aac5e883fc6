package io.cairn.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class WordsTest {
  @Test
  void sizesTimesAndCountsReadWell() {
    assertEquals("0 B", Words.bytes(0));
    assertEquals("1.5 KiB", Words.bytes(1536));
    assertEquals("3.0 GiB", Words.bytes(3L << 30));
    assertEquals("812 ms", Words.millis(812));
    assertEquals("12.3 s", Words.millis(12_345));
    assertEquals("1 ack", Words.count(1, "ack"));
    assertEquals("1,000 acks", Words.count(1000, "ack"));
    assertEquals("###.......", Words.bar(3, 10, 10));
    assertEquals("..........", Words.bar(0, 0, 10));
  }

  @Test
  void aTableIsCutAtItsWidth() {
    Table table = new Table("A", "B").row("x", "y".repeat(100));
    assertEquals("A  B", table.lines().get(0));
    assertEquals(Table.WIDTH, table.lines().get(1).length());
  }
}
