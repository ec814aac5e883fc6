package io.cairn.coordinator.replication;

import com.alipay.sofa.jraft.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Waits until this replica has applied what the leader, confirmed by a quorum, had committed.
 *
 * <p>Retries while an election goes on, within a bound.
 */
final class LinearizableReads {
  /** Longer than the longest election that was measured (0.7 s), shorter than a request's 3 s. */
  static final Duration LIMIT = Duration.ofMillis(2500);

  /** Between an attempt that failed and the next. */
  static final Duration PAUSE = Duration.ofMillis(50);

  private final ReadIndex log;
  private final Threads threads;
  private final Supplier<Leadership> leadership;
  private final LongSupplier nanoClock;

  /** How the log answers; thread-safe. */
  @FunctionalInterface
  interface ReadIndex {
    /**
     * Tells {@code then} once, within so many milliseconds: OK when this replica has applied all
     * that the leader, confirmed by a quorum after this call, had committed.
     *
     * @throws RuntimeException when the log is closed; then {@code then} is not told
     */
    void confirm(long withinMillis, Consumer<Status> then);
  }

  /**
   * Where reads are answered, and where they are tried again.
   *
   * @param answers completes the futures
   * @param afterPause runs what it is given {@link #PAUSE} later
   */
  record Threads(Executor answers, Executor afterPause) {
    /** Both on one executor. */
    static Threads on(Executor answers) {
      return new Threads(
          answers,
          CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS, answers));
    }
  }

  /** Reads of one replica; {@code nanoClock} is monotonic. */
  LinearizableReads(
      ReadIndex log, Threads threads, Supplier<Leadership> leadership, LongSupplier nanoClock) {
    this.log = log;
    this.threads = threads;
    this.leadership = leadership;
    this.nanoClock = nanoClock;
  }

  /** Completed with the value that the supplier has once the replica is up to date. */
  <T> CompletableFuture<T> read(Supplier<T> value) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    attempt(value, answer, nanoClock.getAsLong() + LIMIT.toNanos());
    return answer;
  }

  private <T> void attempt(Supplier<T> value, CompletableFuture<T> answer, long deadlineNanos) {
    long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - nanoClock.getAsLong());
    try {
      log.confirm(
          Math.max(1, leftMillis), status -> confirmed(status, value, answer, deadlineNanos));
    } catch (RuntimeException stopped) { // jraft's way to say that the node is shut down
      answer.completeExceptionally(unavailable(String.valueOf(stopped.getMessage())));
    }
  }

  private <T> void confirmed(
      Status status, Supplier<T> value, CompletableFuture<T> answer, long deadlineNanos) {
    try {
      if (status.isOk()) {
        threads.answers().execute(() -> answer.complete(value.get()));
      } else {
        retry(status.getErrorMsg(), value, answer, deadlineNanos);
      }
    } catch (RejectedExecutionException closed) { // nobody waits for the answer any more
      answer.completeExceptionally(unavailable("the replica is closed"));
    }
  }

  private <T> void retry(
      String why, Supplier<T> value, CompletableFuture<T> answer, long deadlineNanos) {
    if (nanoClock.getAsLong() + PAUSE.toNanos() >= deadlineNanos) {
      threads.answers().execute(() -> answer.completeExceptionally(unavailable(why)));
    } else {
      threads.afterPause().execute(() -> attempt(value, answer, deadlineNanos));
    }
  }

  private NotLeaderException unavailable(String why) {
    return new NotLeaderException(
        "no leader confirmed by a quorum: " + why, leadership.get().leaderId());
  }
}
