package io.cairn.chaos.faults.net;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One direction between two processes: the state that holds for all its connections, and what it
 * did. Thread-safe.
 */
public final class Link {
  /** After what time the kernel sends a lost packet again: Linux's least. */
  static final Duration RETRANSMISSION = Duration.ofMillis(200);

  /** A piece is not lost more often than this in a row: at most three seconds. */
  private static final int MOST_LOSSES = 4;

  private final Random random;
  private final AtomicLong passed = new AtomicLong();
  private final AtomicLong harmed = new AtomicLong();
  private LinkState state = LinkState.WHOLE;

  Link(long seed) {
    this.random = new Random(seed);
  }

  /** The bytes that came through so far. */
  public long passedBytes() {
    return passed.get();
  }

  /** How many pieces, and attempts to connect, were held, delayed, lost or slowed so far. */
  public long harmed() {
    return harmed.get();
  }

  synchronized void set(LinkState next) {
    state = next;
    notifyAll();
  }

  synchronized LinkState state() {
    return state;
  }

  /** When a piece that was sent now arrives, by {@link System#nanoTime}. */
  synchronized long arrival(long now) {
    long late = state.delay().toNanos();
    long again = RETRANSMISSION.toNanos();
    for (int i = 0; i < MOST_LOSSES && random.nextDouble() < state.loss(); i++) {
      late += again;
      again *= 2;
    }
    if (late > 0) {
      harmed.incrementAndGet();
    }
    return now + late;
  }

  /** Waits until a piece may arrive: until it is due and the link is open. */
  synchronized void awaitOpen(long due) throws InterruptedException {
    boolean held = false;
    for (long left = due - System.nanoTime(); !state.open() || left > 0; ) {
      if (!state.open() && !held) {
        held = true;
        harmed.incrementAndGet();
      }
      if (state.open()) {
        wait(left / 1_000_000, (int) (left % 1_000_000));
      } else {
        wait();
      }
      left = due - System.nanoTime();
    }
  }

  /** Takes the time that so many bytes take. */
  void carry(int bytes) throws InterruptedException {
    passed.addAndGet(bytes);
    long perSecond = state().bytesPerSecond();
    if (perSecond > 0) {
      harmed.incrementAndGet();
      long end = System.nanoTime() + (long) (bytes * 1e9 / perSecond);
      synchronized (this) {
        // A link that is made wide again does not go on waiting.
        for (long left = end - System.nanoTime();
            left > 0 && state.bytesPerSecond() == perSecond; ) {
          wait(left / 1_000_000, (int) (left % 1_000_000));
          left = end - System.nanoTime();
        }
      }
    }
  }
}
