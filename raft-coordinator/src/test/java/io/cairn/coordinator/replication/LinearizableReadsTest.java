package io.cairn.coordinator.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.error.RaftError;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
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
          new LinearizableReads.Threads(Runnable::run, millis -> paused::add),
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

  /** As many as begin at once; from now on they keep the pace. */
  private void spendWhatIsAtOnce() {
    for (int i = 0; i < LinearizableReads.PACE.atOnce(); i++) {
      CompletableFuture<Integer> answer = reads.read(() -> 0);
      asked.remove().accept(Status.OK());
      assertEquals(0, answer.join());
    }
    assertTrue(paused.isEmpty(), "none had to wait");
  }

  @Test
  void readsThatCameBeforeAConfirmationBeganShareIt() {
    spendWhatIsAtOnce();
    CompletableFuture<Integer> first = reads.read(() -> 1);
    CompletableFuture<Integer> second = reads.read(() -> 2);
    CompletableFuture<Integer> third = reads.read(() -> 3);
    assertTrue(asked.isEmpty(), "not yet");
    pass(LinearizableReads.PACE.apart());
    paused.remove().run();
    assertTrue(paused.isEmpty(), "one waits for all");
    asked.remove().accept(Status.OK());
    assertTrue(asked.isEmpty(), "one is asked for all");
    assertEquals(List.of(1, 2, 3), List.of(first.join(), second.join(), third.join()));
  }

  @Test
  void whoPausedNeedNotWaitAgain() {
    spendWhatIsAtOnce();
    pass(LinearizableReads.PACE.apart().multipliedBy(LinearizableReads.PACE.atOnce()));
    spendWhatIsAtOnce();
  }

  @Test
  void inTheLongRunThePaceIsKept() {
    int begun = 0;
    int seconds = 10;
    for (int millis = 0; millis < seconds * 1_000; millis++) {
      var unused = reads.read(() -> 1);
      if (!paused.isEmpty() && millis % LinearizableReads.PACE.apart().toMillis() == 0) {
        paused.remove().run();
      }
      while (!asked.isEmpty()) {
        asked.remove().accept(Status.OK());
        begun++;
      }
      pass(Duration.ofMillis(1));
    }
    long most = seconds * 1_000L / LinearizableReads.PACE.apart().toMillis();
    assertTrue(begun <= most + LinearizableReads.PACE.atOnce(), begun + " rounds");
    assertTrue(begun >= most / 2, begun + " rounds");
  }

  @Test
  void noReadIsAnsweredByAConfirmationThatBeganBeforeIt() {
    spendWhatIsAtOnce();
    int[] value = {1};
    CompletableFuture<Integer> before = reads.read(() -> value[0]);
    pass(LinearizableReads.PACE.apart());
    paused.remove().run();
    value[0] = 2; // a write is confirmed on another replica; this one has not applied it
    CompletableFuture<Integer> after = reads.read(() -> value[0]);
    asked.remove().accept(Status.OK());
    assertTrue(before.isDone());
    assertFalse(after.isDone(), "the leader was asked before the write");
    pass(LinearizableReads.PACE.apart());
    paused.remove().run();
    assertFalse(after.isDone(), "nor before the leader has answered");
    asked.remove().accept(Status.OK());
    assertEquals(2, after.join());
  }

  @Test
  void aConfirmationThatHangsHoldsUpNobodyWhoComesLater() {
    CompletableFuture<Integer> hung = reads.read(() -> 1);
    Consumer<Status> lost = asked.remove();
    CompletableFuture<Integer> later = reads.read(() -> 2);
    asked.remove().accept(Status.OK());
    assertEquals(2, later.join());
    assertFalse(hung.isDone());
    lost.accept(Status.OK());
    assertEquals(1, hung.join());
  }

  @Test
  void whoSharesAConfirmationThatFailsTriesAgainWithinItsOwnTime() {
    CompletableFuture<Integer> old = reads.read(() -> 1);
    asked.remove().accept(no());
    pass(LinearizableReads.LIMIT.minus(LinearizableReads.PAUSE).minus(LinearizableReads.SHORTEST));
    paused.remove().run();
    long leftMillis = lastWithinMillis;
    assertTrue(leftMillis >= LinearizableReads.SHORTEST.toMillis(), "enough to be answered in");
    CompletableFuture<Integer> young = reads.read(() -> 2);
    nanos += TimeUnit.MILLISECONDS.toNanos(leftMillis);
    asked.remove().accept(no());
    assertThrows(CompletionException.class, old::join);
    assertFalse(young.isDone(), "it has time left");
    while (!young.isDone()) {
      pass(LinearizableReads.PAUSE);
      if (paused.isEmpty()) {
        asked.remove().accept(Status.OK());
      } else {
        paused.remove().run();
      }
    }
    assertEquals(2, young.join());
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }
}
