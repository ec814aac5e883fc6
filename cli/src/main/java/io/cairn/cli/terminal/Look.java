package io.cairn.cli.terminal;

import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How text for a person is drawn. Pure.
 *
 * @param wide whether further columns and absolute times are wanted, however long a line gets
 * @param colours whether words may be coloured
 * @param columns of the screen
 * @param rows of the screen
 * @param now for "12 s ago"
 */
public record Look(boolean wide, boolean colours, int columns, int rows, Instant now) {
  private static final int ROWS = 24;
  private static final int NARROWEST = 40;
  private static final int SHORTEST = 6;
  private static final Pattern ESCAPE = Pattern.compile("\u001b\\[[0-9;]*m");
  private static final Map<String, Colours> MEANING =
      Map.ofEntries(
          Map.entry("OK", Colours.GREEN),
          Map.entry("RUNNING", Colours.GREEN),
          Map.entry("COMPLETED", Colours.GREEN),
          Map.entry("REGISTERED", Colours.GREEN),
          Map.entry("ACKED", Colours.GREEN),
          Map.entry("LEADER", Colours.BOLD),
          Map.entry("FAILED", Colours.RED),
          Map.entry("ABORTED", Colours.RED),
          Map.entry("LOST", Colours.RED),
          Map.entry("UNREACHABLE", Colours.RED),
          Map.entry("DIFFERS", Colours.RED),
          Map.entry("FOREIGN", Colours.RED),
          Map.entry("LAGS", Colours.YELLOW),
          Map.entry("EMPTY", Colours.YELLOW),
          Map.entry("SUBMITTED", Colours.YELLOW),
          Map.entry("DEPLOYING", Colours.YELLOW),
          Map.entry("RESTARTING", Colours.YELLOW),
          Map.entry("SALVAGING", Colours.YELLOW),
          Map.entry("STOPPING", Colours.YELLOW),
          Map.entry("DRAINING", Colours.YELLOW),
          Map.entry("PAUSED", Colours.YELLOW),
          Map.entry("REQUESTING", Colours.YELLOW),
          Map.entry("EXECUTING", Colours.YELLOW),
          Map.entry("COMMITTING", Colours.YELLOW),
          Map.entry("SUBSUMED", Colours.FAINT),
          Map.entry("DISCARDED", Colours.FAINT));

  /** No colours, 80 columns. */
  public static final Look PLAIN = new Look(false, false, Table.WIDTH, ROWS, Instant.EPOCH);

  /** That of this process' standard output, now. */
  public static Look ofThisProcess(boolean wide) {
    boolean terminal = Colours.terminal();
    int columns = terminal ? Integer.getInteger("cairn.columns", Table.WIDTH) : Table.WIDTH;
    int rows = terminal ? Integer.getInteger("cairn.lines", ROWS) : ROWS;
    return new Look(
        wide,
        Colours.wanted(),
        Math.max(NARROWEST, columns),
        Math.max(SHORTEST, rows),
        Instant.now());
  }

  /** A word that names a state, in the colour of what it means; any other text as it is. */
  public String state(String word) {
    Colours colour = MEANING.get(word);
    return colour == null ? word : colour.paint(word, colours);
  }

  /** The text in a colour, where colours are wanted. */
  public String paint(Colours colour, String text) {
    return colour.paint(text, colours);
  }

  /** {@code 12 s ago}, and before it the time itself when wide; empty for 0. */
  public String ago(long epochMillis) {
    if (epochMillis <= 0) {
      return "";
    }
    String relative = Words.span(Math.max(0, now.toEpochMilli() - epochMillis)) + " ago";
    return wide ? Words.clock(epochMillis) + " (" + relative + ")" : relative;
  }

  /** {@code 2026-11-23T08:01:22Z (12 s ago)}: for what must be found in a log too. */
  public String since(long epochMillis) {
    String relative = Words.span(Math.max(0, now.toEpochMilli() - epochMillis)) + " ago";
    return Words.clock(epochMillis) + " (" + relative + ")";
  }

  /** The line, or what of it fits on the screen; as it is when wide. */
  public String cut(String line) {
    if (wide || visibleLength(line) <= columns) {
      return line;
    }
    String plain = ESCAPE.matcher(line).replaceAll("");
    return plain.substring(0, columns - 1) + "…";
  }

  /** How many columns a text takes: escape sequences take none. */
  static int visibleLength(String text) {
    return text.indexOf('\u001b') < 0
        ? text.length()
        : ESCAPE.matcher(text).replaceAll("").length();
  }
}
