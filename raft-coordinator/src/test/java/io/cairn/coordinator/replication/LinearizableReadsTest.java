package io.cairn.coordinator.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.error.RaftError;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Linearizable reads over a log and a clock that the test plays. */
final class LinearizableReadsTest {
  private final ArrayDeque<Consumer<Status>> asked = new ArrayDeque<>();
  private final ArrayDeque<Runnable> paused = new ArrayDeque<>();
  private long nanos;
  private long lastWithinMillis;

  private final LinearizableReads reads =
      new LinearizableReads(
          (within, then) -> {
            lastWithinMillis = within;
            asked.add(then);
          },
          new LinearizableReads.Threads(Runnable::run, paused::add),
          () -> Leadership.unknown(1),
          () -> nanos);

  private static Status no() {
    return new Status(RaftError.EPERM, "no leader");
  }

  @Test
  void aReadIsAnsweredWithTheValueAtItsConfirmationNotAtItsBegin() {
    int[] value = {1};
    CompletableFuture<Integer> answer = reads.read(() -> value[0]);
    assertFalse(answer.isDone());
    value[0] = 2;
    asked.remove().accept(Status.OK());
    assertEquals(2, answer.join());
  }

  @Test
  void aReadIsTriedAgainAfterAPauseWhileAnElectionGoesOn() {
    CompletableFuture<Integer> answer = reads.read(() -> 7);
    asked.remove().accept(no());
    assertTrue(asked.isEmpty(), "not at once");
    nanos += LinearizableReads.PAUSE.toNanos();
    paused.remove().run();
    assertEquals(
        LinearizableReads.LIMIT.minus(LinearizableReads.PAUSE).toMillis(), lastWithinMillis);
    asked.remove().accept(Status.OK());
    assertEquals(7, answer.join());
  }

  @Test
  void aReadIsRefusedWhenItsTimeIsOver() {
    CompletableFuture<Integer> answer = reads.read(() -> 7);
    nanos += LinearizableReads.LIMIT.toNanos();
    asked.remove().accept(no());
    CompletionException refused = assertThrows(CompletionException.class, answer::join);
    assertInstanceOf(NotLeaderException.class, refused.getCause());
    assertTrue(paused.isEmpty(), "it is not tried again");
  }
}
