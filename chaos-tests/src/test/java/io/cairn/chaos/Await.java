package io.cairn.chaos;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits on conditions of other processes, which can only be asked again and again. */
public final class Await {

  private static final long ASK_AGAIN_NANOS = Duration.ofMillis(10).toNanos();

  /** A condition that may fail while a process restarts: then it does not hold yet. */
  public interface Condition {
    boolean holds() throws Exception;
  }

  private Await() {}

  /**
   * Returns when the condition holds.
   *
   * @param otherwise asked for what to say when it does not hold in time
   */
  public static void until(Duration bound, Condition condition, Supplier<String> otherwise) {
    long deadline = System.nanoTime() + bound.toNanos();
    String lastFailure = "";
    while (System.nanoTime() < deadline) {
      try {
        if (condition.holds()) {
          return;
        }
        lastFailure = "";
      } catch (Exception e) {
        lastFailure = "; the last try: " + e;
      }
      LockSupport.parkNanos(ASK_AGAIN_NANOS);
    }
    throw new AssertionError(
        "not within " + bound.toSeconds() + " s: " + otherwise.get() + lastFailure);
  }
}
