package io.cairn.coordinator.leader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.CheckpointPolicy;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.Setting;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When periodic checkpoints are asked for, under settings that change. */
final class CheckpointDutiesTest {
  private static final Event REQUEST =
      new Event.CheckpointRequest(Scenario.JOB, CheckpointKind.PERIODIC, "");

  private static CheckpointPolicy policy(int maxConcurrent, long jitterMillis) {
    return new CheckpointPolicy(1_000, 5_000, 0, 1, 3, 1_000, maxConcurrent, -1, jitterMillis, 5);
  }

  @Test
  void theFirstOneWaitsForTheJitter() {
    Scenario s = Scenario.running(policy(1, 600));
    long due = s.job().schedule().notBeforeElapsedMillis();
    assertTrue(due > 0 && due < 600);
    s.sinceBatch = due - 1;
    assertEquals(List.of(), s.proposals());
    assertEquals(1, s.plan().wakeInMillis());
    s.sinceBatch = due;
    assertEquals(List.of(REQUEST), s.proposals());
  }

  @Test
  void anotherOneIsRequestedWhileFewerThanAllowedAreInProgress() {
    Scenario s = Scenario.running(policy(2, 0));
    s.request(CheckpointKind.PERIODIC);
    s.sinceBatch = 999;
    assertFalse(s.proposals().contains(REQUEST));
    s.sinceBatch = 1_000;
    assertTrue(s.proposals().contains(REQUEST));
    s.elapse(1_000);
    s.request(CheckpointKind.PERIODIC);
    assertFalse(s.proposals().contains(REQUEST));
  }

  @Test
  void nothingIsRequestedWhilePausedOrOff() {
    Scenario s = Scenario.running();
    s.change(Setting.PAUSED, 1);
    assertEquals(List.of(), s.proposals());
    s.change(Setting.PAUSED, 0);
    assertEquals(List.of(REQUEST), s.proposals());
    s.change(Setting.INTERVAL_MILLIS, 0);
    assertEquals(List.of(), s.proposals());
  }

  @Test
  void aNewIntervalAndTimeoutCountAtOnce() {
    Scenario s = Scenario.running();
    s.request(CheckpointKind.PERIODIC);
    s.ack(1, 0, 2);
    s.change(Setting.TIMEOUT_MILLIS, 400);
    s.sinceBatch = 400;
    Event.AbortCheckpoint abort = (Event.AbortCheckpoint) s.proposals().get(0);
    assertEquals(1, abort.task(), "the first task whose ack is missing");
    s.elapse(400);
    s.apply(abort);
    s.sinceBatch = 0;
    assertEquals(List.of(), s.proposals());
    s.change(Setting.INTERVAL_MILLIS, 300);
    assertEquals(List.of(REQUEST), s.proposals());
  }
}
