package io.cairn.cli.terminal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sizes and times as people read them. */
public final class Words {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private static final long SPAN_FROM_MILLIS = 120_000;

  private Words() {}

  /** {@code 1536} as {@code 1.5 KiB}. */
  public static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  /** {@code 812} as {@code 812 ms}, {@code 12345} as {@code 12.3 s}, then as {@link #span}. */
  public static String millis(long millis) {
    if (millis >= SPAN_FROM_MILLIS) {
      return span(millis);
    }
    return millis < 10_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }

  /** For what is long or need not be exact: {@code 45 s}, {@code 12 min 05 s}, {@code 3 d 04 h}. */
  public static String span(long millis) {
    long seconds = millis / 1_000;
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3_600) {
      return String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
    }
    if (seconds < 86_400) {
      return String.format(Locale.ROOT, "%d h %02d min", seconds / 3_600, seconds / 60 % 60);
    }
    return String.format(Locale.ROOT, "%d d %02d h", seconds / 86_400, seconds / 3_600 % 24);
  }

  /** Milliseconds since 1970 as {@code 2026-11-23T08:01:22Z}. */
  public static String clock(long epochMillis) {
    return Instant.ofEpochMilli(epochMillis).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** {@code (1, "ack")} as {@code 1 ack}, {@code (2, "ack")} as {@code 2 acks}. */
  public static String count(long n, String word) {
    return String.format(Locale.ROOT, "%,d %s%s", n, word, n == 1 ? "" : "s");
  }

  /**
   * The text in lines of at most {@code width} characters, broken at blanks where there are any.
   */
  public static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      String rest = line.stripTrailing();
      while (rest.length() > width) {
        int blank = rest.lastIndexOf(' ', width);
        int end = blank > 0 ? blank : width;
        lines.add(rest.substring(0, end).stripTrailing());
        rest = rest.substring(end).stripLeading();
      }
      lines.add(rest);
    }
    return lines;
  }

  /** A bar of {@code width} characters, filled by the share {@code part / whole}. */
  public static String bar(long part, long whole, int width) {
    int filled = whole <= 0 ? 0 : (int) Math.min(width, width * part / whole);
    return "#".repeat(filled) + ".".repeat(width - filled);
  }
}
