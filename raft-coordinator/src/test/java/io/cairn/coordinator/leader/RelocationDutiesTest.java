package io.cairn.coordinator.leader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.JobStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The job has two tasks on each of a1 and a2, with four slots each; a1 is drained. */
class RelocationDutiesTest {
  private static Scenario draining() {
    Scenario scenario = Scenario.running();
    scenario.apply(new Event.AgentDraining("r1", new AgentId("a1"), true, "ada", 5));
    return scenario;
  }

  private static List<CheckpointKind> requested(Scenario scenario) {
    return scenario.proposals().stream()
        .filter(Event.CheckpointRequest.class::isInstance)
        .map(event -> ((Event.CheckpointRequest) event).kind())
        .toList();
  }

  @Test
  void aJobWithRoomElsewhereMovesAtOnce() {
    Scenario scenario = draining();
    assertEquals(List.of(CheckpointKind.RELOCATION), requested(scenario));
    scenario.request(CheckpointKind.RELOCATION);
    assertEquals(List.of(), requested(scenario));
    scenario.ack(1, 0, 1, 2, 3);
    scenario.complete(1);
    assertEquals(JobStatus.RESTARTING, scenario.job().status());
    Event.StartAttempt start =
        scenario.proposals().stream()
            .filter(Event.StartAttempt.class::isInstance)
            .map(Event.StartAttempt.class::cast)
            .findFirst()
            .orElseThrow();
    start.placement().forEach(place -> assertEquals(scenario.place("a2"), place));
  }

  @Test
  void itWaitsForACheckpointInProgress() {
    Scenario scenario = Scenario.running();
    scenario.request(CheckpointKind.PERIODIC);
    scenario.apply(new Event.AgentDraining("r1", new AgentId("a1"), true, "ada", 5));
    assertEquals(List.of(), requested(scenario));
    scenario.ack(1, 0, 1, 2, 3);
    scenario.complete(1);
    assertEquals(List.of(CheckpointKind.RELOCATION), requested(scenario));
  }

  @Test
  void withoutRoomElsewhereItStaysAndGoesOnCheckpointing() {
    Scenario scenario = draining();
    scenario.apply(new Event.AgentDraining("r2", new AgentId("a2"), true, "ada", 5));
    assertEquals(List.of(CheckpointKind.PERIODIC), requested(scenario));
  }

  @Test
  void anAgentThatIsNotHeardIsNoRoom() {
    Scenario scenario = draining();
    scenario.silent("a2", Scenario.LEASE - 1);
    assertFalse(requested(scenario).contains(CheckpointKind.RELOCATION));
  }

  @Test
  void oneThatWasAbortedIsAskedForAgainAfterAPause() {
    Scenario scenario = draining();
    scenario.request(CheckpointKind.RELOCATION);
    scenario.apply(
        new Event.AbortCheckpoint(
            Scenario.JOB,
            new io.cairn.coordinator.checkpoint.CheckpointId(1),
            io.cairn.coordinator.checkpoint.AbortReason.PERSON,
            ""));
    assertEquals(List.of(), requested(scenario));
    scenario.elapse(CheckpointDuties.MIN_FINAL_RETRY_MILLIS);
    assertTrue(requested(scenario).contains(CheckpointKind.RELOCATION));
  }
}
