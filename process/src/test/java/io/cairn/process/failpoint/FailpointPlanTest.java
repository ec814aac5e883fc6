package io.cairn.process.failpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.process.ExitCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FailpointPlanTest {
  @AfterEach
  void disarm() {
    Failpoint.disarm();
  }

  @Test
  void withoutAPlanNothingHappensAndNothingIsCounted() {
    Failpoint.AFTER_LOCAL.reached();
    assertEquals(0, Failpoint.AFTER_LOCAL.hits());
  }

  @Test
  void haltsAtTheNthTimeOnly() {
    List<Integer> halts = new ArrayList<>();
    Failpoint.arm(FailpointPlan.parse("after-local:halt@2,before-ack:count", halts::add));

    Failpoint.AFTER_LOCAL.reached();
    Failpoint.BEFORE_ACK.reached();
    assertEquals(List.of(), halts);
    Failpoint.AFTER_LOCAL.reached();
    Failpoint.AFTER_LOCAL.reached();

    assertEquals(List.of(ExitCode.FAILPOINT), halts);
    assertEquals(3, Failpoint.AFTER_LOCAL.hits());
    assertEquals(1, Failpoint.BEFORE_ACK.hits());
    assertEquals(0, Failpoint.BEFORE_PENDING.hits());
  }

  @Test
  void anObserverIsToldOfEveryFailpointOnTheThreadThatReachesIt() {
    List<String> told = new ArrayList<>();
    Failpoint.arm(
        FailpointPlan.observed(at -> told.add(at.kebab() + " " + Thread.currentThread().getId())));

    Failpoint.AFTER_LOCAL.reached();
    Failpoint.BEFORE_ACK.reached();

    long here = Thread.currentThread().getId();
    assertEquals(List.of("after-local " + here, "before-ack " + here), told);
    assertEquals(1, Failpoint.AFTER_LOCAL.hits());
  }

  @Test
  void throwsEachTime() {
    Failpoint.arm(FailpointPlan.parse("between-pending-and-commit:throw"));
    for (int i = 0; i < 2; i++) {
      FailpointException e =
          assertThrows(FailpointException.class, Failpoint.BETWEEN_PENDING_AND_COMMIT::reached);
      assertEquals("failpoint between-pending-and-commit", e.getMessage());
    }
  }

  @Test
  void aPauseEndsWhenItIsDisarmed() throws Exception {
    Failpoint.arm(FailpointPlan.parse("before-ack:pause=60000"));
    Thread paused = new Thread(Failpoint.BEFORE_ACK::reached);
    paused.start();
    while (Failpoint.BEFORE_ACK.hits() == 0) {
      Thread.onSpinWait();
    }
    Failpoint.disarm();
    paused.join(10_000);
    assertTrue(!paused.isAlive());
  }

  @Test
  void plansThatCannotBeReadSayWhy() {
    assertPlanFault("lacks ':action'", "after-local");
    assertPlanFault("no failpoint 'nowhere'", "nowhere:halt");
    assertPlanFault("no action 'explode'", "after-local:explode");
    assertPlanFault("bad number", "after-local:pause=soon");
    assertPlanFault("bad number", "after-local:halt@x");
  }

  private static void assertPlanFault(String part, String plan) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> FailpointPlan.parse(plan));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
