package io.cairn.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LookTest {
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
  private static final Look NARROW = new Look(false, false, 80, 24, NOW);
  private static final Look WIDE = new Look(true, false, 80, 24, NOW);
  private static final Look COLOURED = new Look(false, true, 80, 24, NOW);

  @Test
  void timesAreRelativeAndWhenWideAbsoluteToo() {
    long then = NOW.minusSeconds(725).toEpochMilli();
    assertEquals("12 min 05 s ago", NARROW.ago(then));
    assertEquals("2026-11-23T07:47:55Z (12 min 05 s ago)", WIDE.ago(then));
    assertEquals("2026-11-23T07:47:55Z (12 min 05 s ago)", NARROW.since(then));
    assertEquals("0 s ago", NARROW.ago(NOW.plusSeconds(3).toEpochMilli()), "the clocks differ");
    assertEquals("", NARROW.ago(0));
  }

  @Test
  void spansAreRoundedToTwoUnits() {
    assertEquals("59 s", Words.span(59_999));
    assertEquals("1 h 01 min", Words.span(3_661_000));
    assertEquals("2 d 03 h", Words.span(51L * 3_600_000));
    assertEquals("2 min 00 s", Words.millis(120_000));
  }

  @Test
  void aWideTableHasFurtherColumnsAndIsNotCut() {
    Table table = new Table("A", "+B", "C").row("x", "only wide", "y".repeat(100));
    assertEquals("A  C", table.lines(NARROW).get(0));
    assertEquals(80, table.lines(NARROW).get(1).length());
    assertEquals("A  B          C", table.lines(WIDE).get(0));
    assertEquals("x  only wide  " + "y".repeat(100), table.lines(WIDE).get(1));
  }

  @Test
  void coloursDoNotMoveColumns() {
    List<String> plain = new Table("S", "N").row("FAILED", 1).row("OK", 2).lines(NARROW);
    List<String> coloured = new Table("S", "N").row("FAILED", 1).row("OK", 2).lines(COLOURED);
    assertTrue(coloured.get(1).startsWith("\u001b[31mFAILED\u001b[0m"), coloured.get(1));
    for (int i = 0; i < plain.size(); i++) {
      assertEquals(plain.get(i), coloured.get(i).replaceAll("\u001b\\[[0-9]*m", ""));
    }
  }
}
