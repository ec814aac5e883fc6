package io.cairn.agent.runtime;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where a task's thread waits: for buffers, for word from outside, for a time. Others put in, on
 * any thread; only the task takes out. Bounded: buffers by the channels' credits, words by being
 * levels.
 */
final class TaskInbox {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition something = lock.newCondition();
  private final ArrayDeque<InputPort> ports = new ArrayDeque<>();
  private final TreeMap<Long, Barrier> triggers = new TreeMap<>();
  private CheckpointView view = CheckpointView.NOTHING;
  private long completed;
  private boolean draining;
  private int connected;
  private long idleNanos;

  /** By {@link System#nanoTime}; 0: the task does not wait. */
  private long idleSince;

  private volatile @Nullable AligningTask aligning;
  private volatile boolean told;
  private volatile long toldNanos;
  private volatile boolean stopped;

  /** The barriers that the task has and lacks; null: it does not wait for any. By the task only. */
  void aligning(@Nullable AligningTask now) {
    aligning = now;
  }

  /** What the task said last to {@link #aligning(AligningTask)}. */
  @Nullable AligningTask aligning() {
    return aligning;
  }

  /** A buffer of this port can be polled. */
  void available(InputPort port) {
    lock.lock();
    try {
      ports.add(port);
      something.signal();
    } finally {
      lock.unlock();
    }
  }

  /** One more input channel has its sender. */
  void connected() {
    change(() -> connected++);
  }

  void settled(long settledUpTo, Collection<Long> running) {
    change(
        () -> {
          view = view.next(settledUpTo, running);
          triggers.keySet().removeIf(view::isOver);
        });
  }

  void trigger(Barrier barrier) {
    change(
        () -> {
          if (!view.isOver(barrier.checkpointId())) {
            triggers.put(barrier.checkpointId(), barrier);
          }
        });
  }

  void completed(long checkpointId) {
    change(() -> completed = Math.max(completed, checkpointId));
  }

  void drain() {
    change(() -> draining = true);
  }

  /** The task shall end; for user code that swallows interrupts. */
  void stop() {
    change(() -> stopped = true);
  }

  /** Whether {@link #takeControl} has news; cheap. */
  boolean isTold() {
    return told;
  }

  /** For how long the task has not looked at what it was told; 0: there is nothing. */
  long unheardMillis() {
    return told ? TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - toldNanos) : 0;
  }

  /**
   * All that was told. Triggers are given once.
   *
   * @throws InterruptedException if the task shall end
   */
  Control takeControl() throws InterruptedException {
    if (stopped) {
      throw new InterruptedException();
    }
    lock.lock();
    try {
      told = false;
      Control control = new Control(view, List.copyOf(triggers.values()), completed, draining);
      triggers.clear();
      return control;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a port with a buffer. Gives null when there is news from outside, or the time has
   * come.
   *
   * @param untilNanos by {@link System#nanoTime}
   */
  @Nullable InputPort take(long untilNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      boolean inTime = true;
      if (ports.isEmpty() && !told) {
        idleSince = System.nanoTime();
        while (inTime && ports.isEmpty() && !told) {
          inTime = something.awaitNanos(untilNanos - System.nanoTime()) > 0;
        }
      }
      return inTime ? ports.poll() : null;
    } finally {
      idleEnded();
      lock.unlock();
    }
  }

  /** As {@link #take(long)}, without an end. */
  @Nullable InputPort take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (ports.isEmpty() && !told) {
        idleSince = System.nanoTime();
        while (ports.isEmpty() && !told) {
          something.await();
        }
      }
      return ports.poll();
    } finally {
      idleEnded();
      lock.unlock();
    }
  }

  /** How long the task has waited here in all, with the wait that goes on. */
  long idleNanos() {
    lock.lock();
    try {
      return idleNanos + (idleSince == 0 ? 0 : System.nanoTime() - idleSince);
    } finally {
      lock.unlock();
    }
  }

  private void idleEnded() {
    if (idleSince != 0) {
      idleNanos += System.nanoTime() - idleSince;
      idleSince = 0;
    }
  }

  /** Waits until so many input channels have a sender; false if they have not in time. */
  boolean awaitConnected(int count, long untilNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long rest = untilNanos - System.nanoTime();
      while (connected < count && rest > 0) {
        if (stopped) {
          throw new InterruptedException();
        }
        rest = something.awaitNanos(rest);
      }
      return connected >= count;
    } finally {
      lock.unlock();
    }
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      if (!told) {
        toldNanos = System.nanoTime();
      }
      told = true;
      something.signal();
    } finally {
      lock.unlock();
    }
  }
}
