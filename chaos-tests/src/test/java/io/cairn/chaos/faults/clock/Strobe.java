package io.cairn.chaos.faults.clock;

import io.cairn.chaos.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sets a clock forth and back, again and again, each time when a process has been seen to go by it,
 * until it is closed; then the clock is true. Of one thread, and one of its own.
 */
public final class Strobe implements AutoCloseable {
  /** Whether a process goes by a clock that is fast by so much; asked by the strobe's thread. */
  public interface Seen {
    boolean fast(Duration by) throws Exception;
  }

  private static final Duration SEEN_WITHIN = Duration.ofSeconds(90);

  private final FakeClock clock;
  private final Duration width;
  private final Seen seen;
  private final Thread thread = new Thread(this::run, "strobe");
  private final AtomicInteger jumps = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean closed;

  private Strobe(FakeClock clock, Duration width, Seen seen) {
    this.clock = clock;
    this.width = width;
    this.seen = seen;
  }

  /** Begins, with jumps of this width. */
  public static Strobe start(FakeClock clock, Duration width, Seen seen) {
    Strobe strobe = new Strobe(clock, width, seen);
    strobe.thread.setDaemon(true);
    strobe.thread.start();
    return strobe;
  }

  /** How many jumps a process was seen to make so far. */
  public int jumps() {
    return jumps.get();
  }

  private void run() {
    try {
      for (Duration next = width; !closed; next = next.isZero() ? width : Duration.ZERO) {
        Duration fast = next;
        clock.set(fast);
        Await.until(
            SEEN_WITHIN, () -> closed || seen.fast(fast), () -> "a process fast by " + fast);
        if (!closed) {
          jumps.incrementAndGet();
        }
      }
    } catch (IOException | AssertionError e) {
      failure.set(e);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a strobe ends", e);
    }
    clock.set(Duration.ZERO);
    Throwable failed = failure.get();
    if (failed != null) {
      throw new IOException("a strobe ended early", failed);
    }
  }
}
