package io.cairn.chaos.faults.clock;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sets a clock forth and back, again and again, each time as soon as processes have seen it, until
 * it is closed; then the clock is true. Of one thread, and one of its own.
 */
public final class Strobe implements AutoCloseable {
  private final FakeClock clock;
  private final Duration width;
  private final Thread thread = new Thread(this::run, "strobe");
  private final AtomicInteger jumps = new AtomicInteger();
  private final AtomicReference<IOException> failure = new AtomicReference<>();

  private Strobe(FakeClock clock, Duration width) {
    this.clock = clock;
    this.width = width;
  }

  /** Begins, with jumps of this width. */
  public static Strobe start(FakeClock clock, Duration width) {
    Strobe strobe = new Strobe(clock, width);
    strobe.thread.setDaemon(true);
    strobe.thread.start();
    return strobe;
  }

  /** How often the clock was set so far. */
  public int jumps() {
    return jumps.get();
  }

  private void run() {
    try {
      while (true) {
        clock.set(jumps.incrementAndGet() % 2 == 0 ? Duration.ZERO : width);
        Thread.sleep(FakeClock.SEEN.toMillis());
      }
    } catch (InterruptedException closed) {
      // that is the end
    } catch (IOException e) {
      failure.set(e);
    }
  }

  @Override
  public void close() throws IOException {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a strobe ends", e);
    }
    clock.set(Duration.ZERO);
    IOException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }
}
