package io.cairn.coordinator.replication;

import com.alipay.sofa.jraft.util.timer.Timeout;
import com.alipay.sofa.jraft.util.timer.Timer;
import com.alipay.sofa.jraft.util.timer.TimerTask;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A timer of jraft that sleeps until something is due. jraft's own one wakes a thousand times a
 * second, and a replica has five.
 *
 * <p>Can be {@linkplain #hurry hurried} for a while: then what it was given for later comes every
 * {@value #HURRIED_MILLIS} ms. Its users repeat what they do, and look first whether it is due.
 *
 * <p>One thread runs the tasks. Thread-safe.
 */
final class SleepingTimer implements Timer {
  /** As often as a leader is heard with the default timeout, a tenth of which a heartbeat takes. */
  static final int HURRIED_MILLIS = 25;

  private static final Logger LOG = LoggerFactory.getLogger(SleepingTimer.class);

  private final ScheduledThreadPoolExecutor thread;
  private final Consumer<SleepingTimer> onStop;
  private @Nullable Waiting newest;
  private boolean hurried;
  private long hurriedUntilNanos;
  private long postponedUntilNanos = System.nanoTime();

  SleepingTimer(String name, Consumer<SleepingTimer> onStop) {
    this.onStop = onStop;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread made = new Thread(work, name);
              made.setDaemon(true);
              return made;
            });
    thread.setRemoveOnCancelPolicy(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public synchronized Timeout newTimeout(TimerTask task, long delay, TimeUnit unit) {
    Waiting waiting = new Waiting(task);
    schedule(waiting, unit.toNanos(delay));
    return waiting;
  }

  private void schedule(Waiting waiting, long nanos) {
    hurried &= hurriedUntilNanos - System.nanoTime() > 0;
    long soon = hurried ? Math.min(nanos, TimeUnit.MILLISECONDS.toNanos(HURRIED_MILLIS)) : nanos;
    newest = waiting;
    waiting.begin(thread, soon);
  }

  /** For so long, every task comes soon. */
  synchronized void hurry(long millis) {
    hurried = true;
    hurriedUntilNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    Waiting waiting = newest;
    if (waiting != null && !thread.isShutdown() && waiting.takeBack()) {
      schedule(waiting, TimeUnit.MILLISECONDS.toNanos(HURRIED_MILLIS));
    }
  }

  /**
   * What waits now comes after so long instead. Done again only after twice that time, so that
   * nothing is put off for ever.
   */
  synchronized void postpone(long millis) {
    long now = System.nanoTime();
    Waiting waiting = newest;
    if (waiting == null || thread.isShutdown() || postponedUntilNanos - now > 0) {
      return;
    }
    if (waiting.takeBack()) {
      postponedUntilNanos = now + 2 * TimeUnit.MILLISECONDS.toNanos(millis);
      newest = waiting;
      waiting.begin(thread, TimeUnit.MILLISECONDS.toNanos(millis));
    }
  }

  @Override
  public Set<Timeout> stop() {
    thread.shutdown();
    onStop.accept(this);
    return Set.of();
  }

  /** Something to be done later. Its state is guarded by its own lock. */
  private final class Waiting implements Timeout, Runnable {
    private final TimerTask task;
    private @Nullable Future<?> future;
    private boolean begun;
    private boolean cancelled;

    private Waiting(TimerTask task) {
      this.task = task;
    }

    private synchronized void begin(ScheduledThreadPoolExecutor on, long nanos) {
      future = on.schedule(this, nanos, TimeUnit.NANOSECONDS);
    }

    /** Whether it does not come by itself any more, though nobody has cancelled it. */
    private synchronized boolean takeBack() {
      return !begun && !cancelled && future != null && future.cancel(false);
    }

    @Override
    public void run() {
      synchronized (this) {
        if (begun || cancelled) {
          return;
        }
        begun = true;
      }
      try {
        task.run(this);
      } catch (Exception e) { // the next one comes all the same
        LOG.warn("a timer's task failed: {}", e.toString(), e);
      }
    }

    @Override
    public Timer timer() {
      return SleepingTimer.this;
    }

    @Override
    public TimerTask task() {
      return task;
    }

    @Override
    public synchronized boolean isExpired() {
      return begun;
    }

    @Override
    public synchronized boolean isCancelled() {
      return cancelled;
    }

    @Override
    public synchronized boolean cancel() {
      if (begun || cancelled) {
        return false;
      }
      cancelled = true;
      if (future != null) {
        future.cancel(false);
      }
      return true;
    }
  }
}
