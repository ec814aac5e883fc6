package io.cairn.cli.demo;

import io.cairn.cli.terminal.Colours;
import io.cairn.cli.terminal.Table;
import io.cairn.cli.terminal.Words;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * For a terminal: what happened scrolls by, and below it a block of lines is drawn over and over.
 */
final class LiveNarrator implements Narrator {
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String HIDE_CURSOR = "\u001b[?25l";
  private static final String SHOW_CURSOR = "\u001b[?25h";

  private final PrintStream out;
  private final boolean colours;
  private final long startNanos = System.nanoTime();
  private List<String> block = List.of();

  LiveNarrator(PrintStream out, boolean colours) {
    this.out = out;
    this.colours = colours;
    out.print(HIDE_CURSOR);
  }

  @Override
  public synchronized void say(String line) {
    StringBuilder text = new StringBuilder();
    up(text);
    String stamp = PlainNarrator.stamp(startNanos);
    // A line that the terminal broke would be counted as one when the block is drawn again.
    String margin = Colours.FAINT.paint(stamp, colours);
    for (String part : Words.wrap(line, Table.WIDTH - 1 - stamp.length())) {
      text.append(margin).append(part).append(CLEAR_LINE).append('\n');
      margin = " ".repeat(stamp.length());
    }
    draw(text);
  }

  @Override
  public synchronized void status(List<String> lines) {
    StringBuilder text = new StringBuilder();
    up(text);
    List<String> padded = new ArrayList<>(lines);
    while (padded.size() < block.size()) {
      padded.add("");
    }
    block = List.copyOf(padded);
    draw(text);
  }

  @Override
  public synchronized void close() {
    block = List.of();
    out.print(SHOW_CURSOR);
    out.flush();
  }

  private void up(StringBuilder text) {
    if (!block.isEmpty()) {
      text.append("\u001b[").append(block.size()).append("A\r");
    }
  }

  private void draw(StringBuilder text) {
    for (String line : block) {
      text.append(line).append(CLEAR_LINE).append('\n');
    }
    out.print(text);
    out.flush();
  }
}
