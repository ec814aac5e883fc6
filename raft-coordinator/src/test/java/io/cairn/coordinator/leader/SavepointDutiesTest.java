package io.cairn.coordinator.leader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.StopMode;
import io.cairn.coordinator.checkpoint.TaskPhase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the leader does about savepoints. */
final class SavepointDutiesTest {
  private static final Event PERIODIC =
      new Event.CheckpointRequest(Scenario.JOB, CheckpointKind.PERIODIC, "");
  private static final Event LAST =
      new Event.CheckpointRequest(Scenario.JOB, CheckpointKind.FINAL_SAVEPOINT, "");

  private static Scenario saving() {
    Scenario s = Scenario.running();
    s.apply(
        new Event.CheckpointRequest(
            Scenario.JOB, CheckpointKind.SAVEPOINT, "r", false, "nightly", "ada"));
    return s;
  }

  @Test
  void aSavepointInProgressDelaysNoPeriodicCheckpoint() {
    Scenario s = saving();
    assertEquals(List.of(PERIODIC), s.proposals());
  }

  @Test
  void anAttemptDoesNotWaitForASavepointThatIsCommitting() {
    Scenario s = saving();
    s.ack(1, 0, 1, 2, 3);
    s.phase(TaskPhase.FAILED, 0);
    s.sinceBatch = 60_000;
    assertTrue(
        s.proposals().stream().anyMatch(Event.StartAttempt.class::isInstance),
        s.proposals().toString());
  }

  @Test
  void theLastSavepointWaitsUntilNothingElseIsInProgress() {
    Scenario s = saving();
    s.apply(new Event.StopJob("x", Scenario.JOB, StopMode.SAVEPOINT, "last", "ada"));
    assertEquals(List.of(), s.proposals());
    s.ack(1, 0, 1, 2, 3);
    s.complete(1);
    assertEquals(List.of(LAST), s.proposals());
  }

  @Test
  void aSavepointIsPublishedInItsOwnDirectoryAndDeletedWhenAPersonSaysSo() {
    Scenario s = saving();
    s.ack(1, 0, 1, 2, 3);
    s.complete(1);
    assertTrue(
        s.plan().actions().stream()
            .anyMatch(a -> a instanceof Action.Publish p && p.checkpoint().value() == 1));
    assertEquals(
        "jobs/1/savepoints/nightly-1",
        StorePaths.checkpoint(Scenario.JOB, s.job().completed().get(0)));
    s.apply(new Event.SavepointDeleted("d", Scenario.JOB, "nightly", "bob"));
    assertTrue(
        s.plan().actions().stream()
            .anyMatch(
                a ->
                    a instanceof Action.Delete d
                        && d.checkpoints().equals(List.of(new CheckpointId(1)))));
  }
}
