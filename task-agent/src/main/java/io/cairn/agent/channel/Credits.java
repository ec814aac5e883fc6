package io.cairn.agent.channel;

import org.jspecify.annotations.Nullable;

/** How many buffers a sender may still send. Any thread; senders wait here. */
final class Credits {
  private int available;
  private @Nullable String failure;
  private boolean waiting;
  private long waitingSinceNanos;
  private long waitedNanos;

  /** Waits for a credit and takes it. */
  synchronized void acquire() throws InterruptedException, ChannelException {
    if (available == 0 && failure == null) {
      await();
    }
    if (failure != null) {
      throw new ChannelException(failure);
    }
    available--;
  }

  /** One thread sends. */
  private synchronized void await() throws InterruptedException {
    waiting = true;
    waitingSinceNanos = System.nanoTime();
    try {
      while (available == 0 && failure == null) {
        wait();
      }
    } finally {
      waiting = false;
      waitedNanos += System.nanoTime() - waitingSinceNanos;
    }
  }

  /** How long the sender has waited in all, with the wait that goes on. */
  synchronized long waitedNanos() {
    return waitedNanos + (waiting ? System.nanoTime() - waitingSinceNanos : 0);
  }

  synchronized void grant(int count) {
    available += count;
    notifyAll();
  }

  /** Ends all waiting. The first reason stays. */
  synchronized boolean fail(String reason) {
    if (failure != null) {
      return false;
    }
    failure = reason;
    notifyAll();
    return true;
  }
}
