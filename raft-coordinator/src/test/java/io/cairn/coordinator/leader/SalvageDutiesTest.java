package io.cairn.coordinator.leader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.coordinator.checkpoint.AbortReason;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.JobStatus;
import io.cairn.coordinator.checkpoint.SalvageWait;
import io.cairn.coordinator.checkpoint.TaskPhase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every snapshot of checkpoint 1 is on disk, three are uploaded, and a1 is lost. */
class SalvageDutiesTest {
  private static Scenario salvaging() {
    Scenario scenario = Scenario.running(Scenario.policy(1_000, 60_000));
    scenario.request(CheckpointKind.PERIODIC);
    for (int task = 0; task < 4; task++) {
      scenario.apply(
          new Event.TaskStatusUpdate(
              Scenario.JOB,
              scenario.job().attemptNumber(),
              task,
              TaskPhase.LOCAL,
              new CheckpointId(1),
              ""));
    }
    scenario.ack(1, 1, 2, 3);
    scenario.apply(
        new Event.AgentLost(
            scenario.place("a1").agent(),
            scenario.place("a1").incarnation(),
            SalvageWait.MAX_MILLIS,
            false));
    assertEquals(JobStatus.SALVAGING, scenario.job().status());
    return scenario;
  }

  @Test
  void noAttemptIsStartedAndNothingIsAbortedMeanwhile() {
    Scenario scenario = salvaging();
    scenario.elapse(SalvageWait.MAX_MILLIS - 1);
    assertEquals(List.of(), scenario.proposals());
  }

  @Test
  void whatIsNotSalvagedInTimeIsAbortedAndSaysWhoseUploadIsMissing() {
    Scenario scenario = salvaging();
    scenario.elapse(SalvageWait.MAX_MILLIS);
    List<Event> events = scenario.proposals();
    assertEquals(1, events.size(), events.toString());
    Event.AbortCheckpoint abort = (Event.AbortCheckpoint) events.get(0);
    assertEquals(AbortReason.TASK_LOST, abort.reason());
    assertTrue(abort.detail().contains("not salvaged in time: 3 of 4 tasks"), abort.detail());
    assertTrue(abort.detail().contains("in/0 has not"), abort.detail());
    assertTrue(scenario.apply(abort).isAccepted());
    assertEquals(JobStatus.RESTARTING, scenario.job().status());
  }

  @Test
  void withTheLastUploadTheMetadataIsWrittenAndTheNextAttemptRestoresIt() {
    Scenario scenario = salvaging();
    scenario.ack(1, 0);
    assertTrue(scenario.plan().actions().stream().anyMatch(Action.WritePending.class::isInstance));
    scenario.complete(1);
    assertEquals(JobStatus.RESTARTING, scenario.job().status());
    Event.StartAttempt start =
        (Event.StartAttempt)
            scenario.proposals().stream()
                .filter(Event.StartAttempt.class::isInstance)
                .findFirst()
                .orElseThrow();
    assertEquals(new CheckpointId(1), start.expectedCompleted());
  }
}
