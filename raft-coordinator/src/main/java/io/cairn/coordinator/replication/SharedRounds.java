package io.cairn.coordinator.replication;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets many who ask share a question to others: a round answers all who came before it began, and
 * nobody who came later. A few begin at once, whenever there were none for a while; beyond these
 * they are as far apart as the pace says. They may overlap, so that one that hangs holds up nobody
 * who comes later. (Decision 54.)
 *
 * <p>Thread-safe; does not block.
 *
 * @param <T> what a round finds out
 */
public final class SharedRounds<T> {
  private final long paceNanos;
  private final long aheadNanos;
  private final LongFunction<CompletableFuture<T>> round;
  private final LongFunction<Executor> later;
  private final LongSupplier nanoClock;

  private @Nullable Gathering gathering;

  /** When the next round would begin if none had begun ahead of the pace. */
  private long dueNanos;

  /**
   * How often rounds begin.
   *
   * @param apart from one begin to the next, in the long run
   * @param atOnce so many need not wait, after a pause that is long enough
   */
  public record Pace(Duration apart, int atOnce) {}

  private final class Gathering {
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private long deadlineNanos;

    private Gathering(long deadlineNanos) {
      this.deadlineNanos = deadlineNanos;
    }
  }

  /**
   * None has begun.
   *
   * @param pace how often rounds begin
   * @param round begins one; is given the first deadline of those who share it, by the clock
   * @param later runs what it is given so many milliseconds later
   * @param nanoClock monotonic
   */
  public SharedRounds(
      Pace pace,
      LongFunction<CompletableFuture<T>> round,
      LongFunction<Executor> later,
      LongSupplier nanoClock) {
    this.paceNanos = pace.apart().toNanos();
    this.aheadNanos = (pace.atOnce() - 1) * paceNanos;
    this.round = round;
    this.later = later;
    this.nanoClock = nanoClock;
    this.dueNanos = nanoClock.getAsLong();
  }

  /**
   * The outcome of the next round that begins. A future of the caller's own.
   *
   * @param deadlineNanos by the clock: whoever shares the round learns its failure then
   */
  public CompletableFuture<T> join(long deadlineNanos) {
    Gathering mine;
    long waitNanos;
    synchronized (this) {
      if (gathering != null) {
        if (deadlineNanos - gathering.deadlineNanos < 0) {
          gathering.deadlineNanos = deadlineNanos;
        }
        return gathering.outcome.copy();
      }
      mine = new Gathering(deadlineNanos);
      gathering = mine;
      waitNanos = dueNanos - aheadNanos - nanoClock.getAsLong();
    }
    CompletableFuture<T> answer = mine.outcome.copy();
    if (waitNanos <= 0) {
      begin(mine);
    } else {
      beginLater(mine, waitNanos);
    }
    return answer;
  }

  private void beginLater(Gathering mine, long waitNanos) {
    long millis = TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1;
    try {
      later.apply(millis).execute(() -> begin(mine));
    } catch (RejectedExecutionException closed) {
      close(mine);
      mine.outcome.completeExceptionally(closed);
    }
  }

  /** Nobody joins it from here on: only then may the question be asked. */
  private synchronized void close(Gathering mine) {
    if (gathering == mine) {
      gathering = null;
      long now = nanoClock.getAsLong();
      dueNanos = (now - dueNanos > 0 ? now : dueNanos) + paceNanos;
    }
  }

  private void begin(Gathering mine) {
    close(mine);
    CompletableFuture<T> asked;
    try {
      asked = round.apply(mine.deadlineNanos);
    } catch (RuntimeException failed) {
      mine.outcome.completeExceptionally(failed);
      return;
    }
    var unused =
        asked.whenComplete(
            (value, failure) -> {
              if (failure == null) {
                mine.outcome.complete(value);
              } else {
                mine.outcome.completeExceptionally(failure);
              }
            });
  }
}
