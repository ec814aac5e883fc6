package io.cairn.agent.channel;

import org.jspecify.annotations.Nullable;

/** How many buffers a sender may still send. Any thread; senders wait here. */
final class Credits {
  private int available;
  private @Nullable String failure;

  /** Waits for a credit and takes it. */
  synchronized void acquire() throws InterruptedException, ChannelException {
    while (available == 0 && failure == null) {
      wait();
    }
    if (failure != null) {
      throw new ChannelException(failure);
    }
    available--;
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
