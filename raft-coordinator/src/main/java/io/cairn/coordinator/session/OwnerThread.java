package io.cairn.coordinator.session;

import io.cairn.process.FaultHandler;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that owns all sessions. A task that throws is a fault: the sessions are in doubt.
 */
final class OwnerThread implements Executor, AutoCloseable {
  private static final long STOP_MILLIS = 2_000;

  private final ScheduledExecutorService executor;
  private final FaultHandler faults;

  OwnerThread(FaultHandler faults) {
    this.faults = faults;
    this.executor =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "sessions");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Runs the task after those before it; drops it when closed. */
  @Override
  public void execute(Runnable task) {
    try {
      executor.execute(guarded(task));
    } catch (RejectedExecutionException closed) {
      // the coordinator stops
    }
  }

  void every(long millis, Runnable task) {
    var unused =
        executor.scheduleWithFixedDelay(guarded(task), millis, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException broken) {
        faults.halt("the sessions' thread failed: " + broken, broken);
      }
    };
  }
}
