package io.cairn.coordinator.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.SalvageWait;
import io.cairn.protocol.v1.AgentReport;
import io.cairn.protocol.v1.TaskPhase;
import io.cairn.protocol.v1.TaskStatusUpdate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ReportEventsTest {
  @ParameterizedTest
  @EnumSource(
      value = TaskPhase.class,
      names = {"TASK_PHASE_UNSPECIFIED", "UNRECOGNIZED"},
      mode = EnumSource.Mode.EXCLUDE)
  void howLongIsSalvagedIsTheLeadersWordAndNoAgents(TaskPhase phase) {
    TaskStatusUpdate.Builder status =
        TaskStatusUpdate.newBuilder()
            .setJobId(1)
            .setAttempt(1)
            .setPhase(phase)
            .setSalvageMillis(3_600_000)
            .setSalvageAtLeastMillis(3_600_000);
    AgentReport report = AgentReport.newBuilder().addStatuses(status).build();
    Event.TaskStatusUpdate event = (Event.TaskStatusUpdate) ReportEvents.of(report).get(0);
    boolean ends = phase == TaskPhase.TASK_PHASE_FAILED;
    assertEquals(ends ? SalvageWait.OFFERED : SalvageWait.NONE, event.salvage());
  }
}
