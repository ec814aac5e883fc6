package io.cairn.coordinator.leader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.cairn.coordinator.checkpoint.CheckpointPolicy;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.TaskPhase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pause before an attempt, when attempts fail one after the other. */
final class RestartPauseTest {

  @Test
  void itDoublesWithEachFailureInARowUpToThirtyTwoTimes() {
    Scenario s = Scenario.running(new CheckpointPolicy(0, 5_000, 0, 1, 100, 200));
    for (long pause : new long[] {200, 400, 800, 1_600, 3_200, 6_400, 6_400}) {
      s.phase(TaskPhase.FAILED, 0);
      s.elapse(pause - 1);
      assertEquals(List.of(), s.proposals(), "an attempt before " + pause + " ms");
      s.elapse(1);
      assertInstanceOf(Event.StartAttempt.class, s.proposals().get(0), pause + " ms have passed");
      s.start();
    }
  }

  @Test
  void itIsTheSameEachTimeWhenThePolicySaysThatItDoesNotDouble() {
    Scenario s = Scenario.running(new CheckpointPolicy(0, 5_000, 0, 1, 100, 200, 1, -1, 0, 0));
    for (int failure = 0; failure < 8; failure++) {
      s.phase(TaskPhase.FAILED, 0);
      s.elapse(199);
      assertEquals(List.of(), s.proposals(), "an attempt before 200 ms");
      s.elapse(1);
      assertInstanceOf(Event.StartAttempt.class, s.proposals().get(0), "failure " + failure);
      s.start();
    }
  }

  @Test
  void aPauseWithoutEndDoesNotOverflow() {
    Scenario s = Scenario.running(new CheckpointPolicy(0, 5_000, 0, 1, 100, Long.MAX_VALUE / 2));
    s.phase(TaskPhase.FAILED, 0);
    assertEquals(Long.MAX_VALUE / 2, RestartPause.dueElapsedMillis(s.job()));
  }
}
