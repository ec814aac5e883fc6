package io.cairn.chaos.harness;

/**
 * Says what is going on: on a terminal in one line that changes, elsewhere in lines. Of one thread.
 */
final class LiveLine {
  /** Set by {@code bin/chaos} when its output is a terminal. */
  private static final String TERMINAL = "cairn.chaos.terminal";

  private static final int WIDTH = 118;
  private static final String CLEAR = "\r\u001b[2K";

  private final boolean terminal = Boolean.getBoolean(TERMINAL);
  private final long begun = System.nanoTime();

  void show(String what) {
    String line = "%4d s  %s".formatted((System.nanoTime() - begun) / 1_000_000_000L, what);
    if (terminal) {
      System.out.print(CLEAR + line.substring(0, Math.min(WIDTH, line.length())));
      System.out.flush();
    } else {
      System.out.println(line);
    }
  }

  void end() {
    if (terminal) {
      System.out.println();
    }
  }
}
