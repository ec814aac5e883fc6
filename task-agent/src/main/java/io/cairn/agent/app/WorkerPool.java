package io.cairn.agent.app;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bounded pool of daemon threads for work that blocks. */
final class WorkerPool extends ThreadPoolExecutor {

  private static final Logger log = LoggerFactory.getLogger(WorkerPool.class);

  /** Deletions and journal writes of 1,000 tasks and some checkpoints, with room. */
  private static final int MAX_WAITING = 16_384;

  WorkerPool(String name, int threads) {
    super(
        threads,
        threads,
        30,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(MAX_WAITING),
        threads(name),
        new CallerRunsPolicy());
    allowCoreThreadTimeOut(true);
  }

  private static ThreadFactory threads(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      thread.setUncaughtExceptionHandler((t, e) -> log.error("{} failed", t.getName(), e));
      return thread;
    };
  }
}
