package io.cairn.benchmarks.coordinator;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** What the load agents hear, for those who wait for it. Thread-safe. */
final class LoadWatch {
  private final Map<Long, Long> completed = new HashMap<>();
  private final Set<String> connected = new HashSet<>();
  private String broken = "";
  private int lost;

  synchronized void viewed(long job, long completedCheckpoint) {
    completed.merge(job, completedCheckpoint, Math::max);
    notifyAll();
  }

  synchronized void welcomed(String agent) {
    connected.add(agent);
    notifyAll();
  }

  synchronized void lost(String agent, String reason) {
    connected.remove(agent);
    lost++;
  }

  synchronized void broken(String what) {
    broken = what;
    notifyAll();
  }

  /** Sessions lost until now. */
  synchronized int lostSessions() {
    return lost;
  }

  /** Waits until so many agents have a session. */
  void awaitConnected(int count, long boundMillis) throws InterruptedException, TimeoutException {
    await(() -> connected.size() >= count, boundMillis, count + " agents with a session");
  }

  /** Waits until some agent was told that the checkpoint, or a newer one, is COMPLETED. */
  void awaitCompleted(long job, long checkpoint, long boundMillis)
      throws InterruptedException, TimeoutException {
    await(
        () -> completed.getOrDefault(job, 0L) >= checkpoint,
        boundMillis,
        "checkpoint " + checkpoint + " of job " + job + " COMPLETED");
  }

  private synchronized void await(BooleanSupplier done, long boundMillis, String what)
      throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(boundMillis);
    while (!done.getAsBoolean()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (!broken.isEmpty() || left <= 0) {
        throw new TimeoutException(
            what + " was waited for in vain" + (broken.isEmpty() ? "" : ": " + broken));
      }
      wait(left);
    }
  }
}
