package io.cairn.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Columns of text, as wide as their widest cell; a line ends with the screen. A column whose
 * heading begins with {@code +} is shown only where lines may be long.
 */
public final class Table {
  /** What fits everywhere. */
  public static final int WIDTH = 80;

  private static final String WIDE_ONLY = "+";

  private final List<List<String>> rows = new ArrayList<>();

  /** With the headings of its columns. */
  public Table(String... headings) {
    rows.add(List.of(headings));
  }

  /** Adds a row with a cell for each column. */
  public Table row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(String.valueOf(cell));
    }
    rows.add(List.copyOf(row));
    return this;
  }

  /** The lines for 80 columns, without colours. */
  public List<String> lines() {
    return lines(Look.PLAIN);
  }

  /** The lines, without blanks at their ends; cells that name a state are coloured. */
  public List<String> lines(Look look) {
    List<Integer> shown = shown(look);
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i : shown) {
        widths[i] = Math.max(widths[i], text(row, i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      int length = 0;
      for (int i : shown) {
        String cell = text(row, i);
        line.append(" ".repeat(length - Look.visibleLength(line.toString())));
        line.append(look.state(cell));
        length += widths[i] + 2;
      }
      lines.add(look.cut(line.toString().stripTrailing()));
    }
    return lines;
  }

  private List<Integer> shown(Look look) {
    List<Integer> shown = new ArrayList<>();
    for (int i = 0; i < rows.get(0).size(); i++) {
      if (look.wide() || !rows.get(0).get(i).startsWith(WIDE_ONLY)) {
        shown.add(i);
      }
    }
    return shown;
  }

  private String text(List<String> row, int column) {
    String cell = row.get(column);
    boolean heading = row.equals(rows.get(0)) && cell.startsWith(WIDE_ONLY);
    return heading ? cell.substring(WIDE_ONLY.length()) : cell;
  }
}
