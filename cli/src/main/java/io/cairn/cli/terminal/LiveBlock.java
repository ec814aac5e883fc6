package io.cairn.cli.terminal;

import java.io.PrintWriter;
import java.util.List;

/** Lines at the bottom of a terminal that are drawn over and over. Used by one thread. */
public final class LiveBlock {
  private static final String CLEAR_LINE = "\u001b[2K";
  private static final String CLEAR_REST = "\u001b[J";

  private final PrintWriter out;
  private final int maxLines;
  private int drawn;

  /**
   * Nothing is drawn yet.
   *
   * @param look says how many lines fit; one is left for the cursor
   */
  public LiveBlock(PrintWriter out, Look look) {
    this.out = out;
    this.maxLines = look.rows() - 1;
  }

  /** Draws these lines, none wider than the screen, in the place of those before. */
  public void draw(List<String> lines) {
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append("\u001b[").append(drawn).append("A\r");
    }
    List<String> shown = lines.subList(0, Math.min(lines.size(), maxLines));
    for (String line : shown) {
      // Cleared first: at a full line's end the cursor still stands on its last character.
      text.append(CLEAR_LINE).append(line).append('\n');
    }
    text.append(CLEAR_REST);
    drawn = shown.size();
    out.print(text);
    out.flush();
  }
}
