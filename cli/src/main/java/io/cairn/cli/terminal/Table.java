package io.cairn.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Columns of text, as wide as their widest cell; the last one is cut at {@link #WIDTH}. */
public final class Table {
  /** What fits everywhere. */
  public static final int WIDTH = 80;

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

  /** The lines, without blanks at their ends. */
  public List<String> lines() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(i == 0 ? "" : "  ").append(row.get(i));
        line.append(" ".repeat(widths[i] - row.get(i).length()));
      }
      String text = line.toString().stripTrailing();
      lines.add(text.length() > WIDTH ? text.substring(0, WIDTH - 1) + "…" : text);
    }
    return lines;
  }
}
