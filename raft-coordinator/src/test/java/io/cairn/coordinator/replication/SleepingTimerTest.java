package io.cairn.coordinator.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.sofa.jraft.entity.NodeId;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.util.JRaftServiceLoader;
import com.alipay.sofa.jraft.util.timer.RaftTimerFactory;
import com.alipay.sofa.jraft.util.timer.Timeout;
import com.alipay.sofa.jraft.util.timer.Timer;
import com.alipay.sofa.jraft.util.timer.TimerTask;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SleepingTimerTest {
  private static final long LONG_SECONDS = 3_600;

  private final SleepingTimer timer = new SleepingTimer("timer", stopped -> {});

  @Test
  void aTaskComesOnceAndThenIsExpired() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    Timeout timeout = timer.newTimeout(self -> done.countDown(), 1, TimeUnit.MILLISECONDS);
    assertTrue(done.await(60, TimeUnit.SECONDS));
    assertTrue(timeout.isExpired());
    assertFalse(timeout.cancel());
    assertFalse(timeout.isCancelled());
    timer.stop();
  }

  @Test
  void aCancelledTaskDoesNotComeEvenWhenHurried() throws Exception {
    CountDownLatch wrong = new CountDownLatch(1);
    CountDownLatch right = new CountDownLatch(1);
    Timeout timeout = timer.newTimeout(self -> wrong.countDown(), LONG_SECONDS, TimeUnit.SECONDS);
    assertTrue(timeout.cancel());
    assertFalse(timeout.cancel());
    assertTrue(timeout.isCancelled());
    timer.hurry(60_000);
    timer.newTimeout(self -> right.countDown(), LONG_SECONDS, TimeUnit.SECONDS);
    assertTrue(right.await(60, TimeUnit.SECONDS), "what comes later is hurried too");
    assertEquals(1, wrong.getCount());
    timer.stop();
  }

  @Test
  void whatWaitsComesSoonWhenHurried() throws Exception {
    CountDownLatch repeated = new CountDownLatch(3);
    TimerTask again =
        new TimerTask() {
          @Override
          public void run(Timeout timeout) {
            repeated.countDown();
            timer.newTimeout(this, LONG_SECONDS, TimeUnit.SECONDS);
          }
        };
    timer.newTimeout(again, LONG_SECONDS, TimeUnit.SECONDS);
    timer.hurry(60_000);
    assertTrue(repeated.await(60, TimeUnit.SECONDS));
    timer.stop();
  }

  @Test
  void whatIsPostponedComesLaterAndIsNotPostponedForEver() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    long begun = System.nanoTime();
    timer.newTimeout(self -> done.countDown(), LONG_SECONDS, TimeUnit.SECONDS);
    timer.postpone(200);
    timer.postpone(TimeUnit.SECONDS.toMillis(LONG_SECONDS)); // too soon after the first one
    assertTrue(done.await(60, TimeUnit.SECONDS));
    assertTrue(System.nanoTime() - begun >= TimeUnit.MILLISECONDS.toNanos(200));
    timer.stop();
  }

  @Test
  void aTaskThatFailsDoesNotEndTheTimer() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    timer.newTimeout(
        self -> {
          throw new IllegalStateException("on purpose");
        },
        0,
        TimeUnit.MILLISECONDS);
    timer.newTimeout(self -> done.countDown(), 1, TimeUnit.MILLISECONDS);
    assertTrue(done.await(60, TimeUnit.SECONDS));
    timer.stop();
  }

  @Test
  void jraftFindsTheFactoryAndOnlyTheNamedNodeIsHurried() throws Exception {
    RaftTimerFactory factory = JRaftServiceLoader.load(RaftTimerFactory.class).first();
    assertEquals(RaftTimers.class, factory.getClass());
    NodeId one = new NodeId("cairn", new PeerId("127.0.0.1", 1));
    NodeId other = new NodeId("cairn", new PeerId("127.0.0.1", 11));
    CountDownLatch hurried = new CountDownLatch(1);
    CountDownLatch left = new CountDownLatch(1);
    Timer first = factory.getElectionTimer(false, "JRaft-ElectionTimer-" + one);
    Timer second = factory.getElectionTimer(false, "JRaft-ElectionTimer-" + other);
    first.newTimeout(self -> hurried.countDown(), LONG_SECONDS, TimeUnit.SECONDS);
    second.newTimeout(self -> left.countDown(), LONG_SECONDS, TimeUnit.SECONDS);
    RaftTimers.hurryElection(one, 60_000);
    assertTrue(hurried.await(60, TimeUnit.SECONDS));
    assertEquals(1, left.getCount());
    first.stop();
    second.stop();
  }
}
