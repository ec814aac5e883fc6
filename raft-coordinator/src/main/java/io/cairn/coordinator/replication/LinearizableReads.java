package io.cairn.coordinator.replication;

import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.closure.ReadIndexClosure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Waits until this replica has applied what the leader, confirmed by a quorum, had committed.
 *
 * <p>Retries while an election goes on, within a bound.
 */
final class LinearizableReads {
  /** Longer than the longest election that was measured (0.7 s), shorter than a request's 3 s. */
  static final Duration LIMIT = Duration.ofMillis(2500);

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final byte[] NO_CONTEXT = new byte[0];

  private final Node node;
  private final Executor answers;
  private final Supplier<Leadership> leadership;

  LinearizableReads(Node node, Executor answers, Supplier<Leadership> leadership) {
    this.node = node;
    this.answers = answers;
    this.leadership = leadership;
  }

  /** Completed with the value that the supplier has once the replica is up to date. */
  <T> CompletableFuture<T> read(Supplier<T> value) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    attempt(value, answer, System.nanoTime() + LIMIT.toNanos());
    return answer;
  }

  private <T> void attempt(Supplier<T> value, CompletableFuture<T> answer, long deadlineNanos) {
    long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    ReadIndexClosure closure =
        new ReadIndexClosure(Math.max(1, leftMillis)) {
          @Override
          public void run(Status status, long index, byte[] context) {
            try {
              if (status.isOk()) {
                answers.execute(() -> answer.complete(value.get()));
              } else {
                retry(status.getErrorMsg(), value, answer, deadlineNanos);
              }
            } catch (RejectedExecutionException closed) { // nobody waits for the answer any more
              answer.completeExceptionally(unavailable("the replica is closed"));
            }
          }
        };
    try {
      node.readIndex(NO_CONTEXT, closure);
    } catch (RuntimeException stopped) { // jraft's way to say that the node is shut down
      answer.completeExceptionally(unavailable(String.valueOf(stopped.getMessage())));
    }
  }

  private <T> void retry(
      String why, Supplier<T> value, CompletableFuture<T> answer, long deadlineNanos) {
    if (System.nanoTime() + PAUSE.toNanos() >= deadlineNanos) {
      answers.execute(() -> answer.completeExceptionally(unavailable(why)));
    } else {
      CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS, answers)
          .execute(() -> attempt(value, answer, deadlineNanos));
    }
  }

  private NotLeaderException unavailable(String why) {
    return new NotLeaderException(
        "no leader confirmed by a quorum: " + why, leadership.get().leaderId());
  }
}
