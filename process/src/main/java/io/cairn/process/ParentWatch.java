package io.cairn.process;

import java.io.IOException;
import java.io.InputStream;

/**
 * Ends this process when its parent is gone, however the parent ended.
 *
 * <p>The parent keeps the write end of this process's standard input and never writes to it; the
 * kernel closes it when the parent dies, be it by SIGKILL. Switched on by {@code
 * -Dcairn.parent-watch=stdin}, so that a process started by hand or by an init system is not
 * watched.
 */
public final class ParentWatch {
  /** The system property that switches the watch on. */
  public static final String PROPERTY = "cairn.parent-watch";

  /** The only value of {@link #PROPERTY} that switches the watch on. */
  public static final String STDIN = "stdin";

  private ParentWatch() {}

  /** Starts the watch when it is switched on. To be called once, first thing in a main. */
  public static void startIfEnabled() {
    if (STDIN.equals(System.getProperty(PROPERTY))) {
      start(System.in, () -> Runtime.getRuntime().halt(ExitCode.PARENT_GONE));
    }
  }

  static Thread start(InputStream in, Runnable gone) {
    Thread thread = new Thread(() -> awaitEnd(in, gone), "parent-watch");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void awaitEnd(InputStream in, Runnable gone) {
    byte[] ignored = new byte[256];
    try {
      while (in.read(ignored) >= 0) {
        // The parent has nothing to say; only the end counts.
      }
    } catch (IOException endOfPipe) {
      // A broken pipe says the same as its end.
    }
    gone.run();
  }
}
