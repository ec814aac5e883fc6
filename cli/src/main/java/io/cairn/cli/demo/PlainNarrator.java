package io.cairn.cli.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Plain lines with the time since the start; for files, pipes and CI. */
final class PlainNarrator implements Narrator {
  private final PrintStream out;
  private final long startNanos = System.nanoTime();

  PlainNarrator(PrintStream out) {
    this.out = out;
  }

  static String stamp(long startNanos) {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    return String.format(Locale.ROOT, "%5.1fs  ", seconds);
  }

  @Override
  public void say(String line) {
    out.println(stamp(startNanos) + line);
    out.flush();
  }

  @Override
  public void status(List<String> lines) {
    // What changes several times a second is of no use in a file.
  }

  @Override
  public void close() {
    out.flush();
  }
}
