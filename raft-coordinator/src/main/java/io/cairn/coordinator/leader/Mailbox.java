package io.cairn.coordinator.leader;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What other threads have for the leader's thread. Letters are bounded by what is under way: one
 * per action and per change of leadership; any number of signals is one.
 */
final class Mailbox {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final ArrayDeque<Runnable> letters = new ArrayDeque<>();
  private boolean signalled;

  /** To be run on the leader's thread. */
  void post(Runnable letter) {
    lock.lock();
    try {
      letters.add(letter);
      filled.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Something has changed: look again. */
  void signal() {
    lock.lock();
    try {
      signalled = true;
      filled.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Whether {@link #take} would not wait. */
  boolean isFilled() {
    lock.lock();
    try {
      return signalled || !letters.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a letter or a signal, at most so long; takes all letters. */
  List<Runnable> take(long waitNanos) throws InterruptedException {
    lock.lock();
    try {
      long left = waitNanos;
      while (letters.isEmpty() && !signalled && left > 0) {
        left = filled.awaitNanos(left);
      }
      signalled = false;
      List<Runnable> taken = new ArrayList<>(letters);
      letters.clear();
      return taken;
    } finally {
      lock.unlock();
    }
  }
}
