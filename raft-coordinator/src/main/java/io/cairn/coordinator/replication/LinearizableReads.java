package io.cairn.coordinator.replication;

import com.alipay.sofa.jraft.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits until this replica has applied what the leader, confirmed by a quorum, had committed.
 *
 * <p>Reads share that confirmation: each waits for one that began after the read did. Retries while
 * an election goes on, within a bound.
 */
final class LinearizableReads {
  /** Longer than the longest election that was measured (0.7 s), shorter than a request's 3 s. */
  static final Duration LIMIT = Duration.ofMillis(2500);

  /** Between an attempt that failed and the next. */
  static final Duration PAUSE = Duration.ofMillis(50);

  /**
   * Of confirmations. Each takes a message to the leader and one to each follower, whoever asks for
   * it; who looks at this and that gets them at once.
   */
  static final SharedRounds.Pace PACE = new SharedRounds.Pace(Duration.ofMillis(50), 10);

  /** An attempt with less time than that is not made: those who share it would have no more. */
  static final Duration SHORTEST = Duration.ofMillis(250);

  private final ReadIndex log;
  private final Threads threads;
  private final Supplier<Leadership> leadership;
  private final LongSupplier nanoClock;
  private final SharedRounds<Status> rounds;

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
   * @param later runs what it is given so many milliseconds later
   */
  record Threads(Executor answers, LongFunction<Executor> later) {
    /** Both on one executor. */
    static Threads on(Executor answers) {
      return new Threads(
          answers,
          millis -> CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, answers));
    }
  }

  /** Reads of one replica; {@code nanoClock} is monotonic. */
  LinearizableReads(
      ReadIndex log, Threads threads, Supplier<Leadership> leadership, LongSupplier nanoClock) {
    this.log = log;
    this.threads = threads;
    this.leadership = leadership;
    this.nanoClock = nanoClock;
    this.rounds = new SharedRounds<>(PACE, this::confirm, threads.later(), nanoClock);
  }

  /** Completed with the value that the supplier has once the replica is up to date. */
  <T> CompletableFuture<T> read(Supplier<T> value) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    attempt(value, answer, nanoClock.getAsLong() + LIMIT.toNanos());
    return answer;
  }

  private CompletableFuture<Status> confirm(long deadlineNanos) {
    CompletableFuture<Status> confirmed = new CompletableFuture<>();
    long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - nanoClock.getAsLong());
    log.confirm(
        Math.max(1, leftMillis),
        status -> {
          try {
            threads.answers().execute(() -> confirmed.complete(status));
          } catch (RejectedExecutionException closed) { // told on jraft's thread, to be through
            confirmed.completeExceptionally(closed);
          }
        });
    return confirmed;
  }

  private <T> void attempt(Supplier<T> value, CompletableFuture<T> answer, long deadlineNanos) {
    var unused =
        rounds
            .join(deadlineNanos)
            .whenComplete((status, failure) -> told(status, value, answer, deadlineNanos));
  }

  /** Without a status the node is shut down: that is how jraft says so, and our threads do. */
  private <T> void told(
      @Nullable Status status, Supplier<T> value, CompletableFuture<T> answer, long deadlineNanos) {
    if (status == null) {
      answer.completeExceptionally(unavailable("the replica is closed"));
    } else if (status.isOk()) {
      answer.complete(value.get());
    } else {
      retry(status.getErrorMsg(), value, answer, deadlineNanos);
    }
  }

  private <T> void retry(
      String why, Supplier<T> value, CompletableFuture<T> answer, long deadlineNanos) {
    long leftNanos = deadlineNanos - nanoClock.getAsLong();
    if (leftNanos <= PAUSE.plus(SHORTEST).toNanos()) {
      answer.completeExceptionally(unavailable(why));
      return;
    }
    try {
      threads.later().apply(PAUSE.toMillis()).execute(() -> attempt(value, answer, deadlineNanos));
    } catch (RejectedExecutionException closed) { // nobody waits for the answer any more
      answer.completeExceptionally(unavailable("the replica is closed"));
    }
  }

  private NotLeaderException unavailable(String why) {
    return new NotLeaderException(
        "no leader confirmed by a quorum: " + why, leadership.get().leaderId());
  }
}
