package io.cairn.coordinator.checkpoint;

import static io.cairn.coordinator.checkpoint.Samples.abort;
import static io.cairn.coordinator.checkpoint.Samples.ack;
import static io.cairn.coordinator.checkpoint.Samples.committed;
import static io.cairn.coordinator.checkpoint.Samples.durable;
import static io.cairn.coordinator.checkpoint.Samples.inlineAck;
import static io.cairn.coordinator.checkpoint.Samples.register;
import static io.cairn.coordinator.checkpoint.Samples.request;
import static io.cairn.coordinator.checkpoint.Samples.start;
import static io.cairn.coordinator.checkpoint.Samples.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows of docs/state-machines.md by example; job 1 has the tasks read 0, count 1, write 2. */
class TablesTest {
  private static final JobSpec JOB = Samples.pipeline("job", 1);

  private static Scenario executing() {
    return Scenario.running(JOB)
        .then(request(1, CheckpointKind.PERIODIC, ""))
        .then(status(1, 1, 0, TaskPhase.STARTED, 1));
  }

  private static Scenario committing() {
    return Scenario.running(JOB).then(request(1, CheckpointKind.PERIODIC, "")).allAcked(1, 1);
  }

  private static Arguments checkpoint(
      String row, Scenario given, UnaryOperator<Scenario> when, CheckpointStatus then) {
    return Arguments.of(row, given, when, then);
  }

  static Stream<Arguments> checkpointRows() {
    return Stream.concat(advancing(), Stream.concat(ending(), late()));
  }

  private static Stream<Arguments> advancing() {
    return Stream.of(
        checkpoint("first status", executing(), s -> s, CheckpointStatus.EXECUTING),
        checkpoint(
            "an ack is a first status",
            Scenario.running(JOB).then(request(1, CheckpointKind.PERIODIC, "")),
            s -> s.then(inlineAck(1, 1, 0, 1)),
            CheckpointStatus.EXECUTING),
        checkpoint("last ack", committing(), s -> s, CheckpointStatus.COMMITTING),
        checkpoint(
            "metadata durable",
            committing(),
            s -> s.then(durable(1, 1)),
            CheckpointStatus.COMPLETED),
        checkpoint(
            "metadata too early",
            executing(),
            s -> s.then(durable(1, 1)),
            CheckpointStatus.EXECUTING));
  }

  private static Stream<Arguments> ending() {
    return Stream.of(
        checkpoint(
            "timeout not due",
            executing(),
            s -> s.then(abort(1, 1, AbortReason.TIMEOUT)),
            CheckpointStatus.EXECUTING),
        checkpoint(
            "timeout due",
            executing(),
            s -> s.passing(3000).then(abort(1, 1, AbortReason.TIMEOUT)),
            CheckpointStatus.ABORTED),
        checkpoint(
            "decline",
            executing(),
            s -> s.then(status(1, 1, 1, TaskPhase.DECLINED, 1)),
            CheckpointStatus.ABORTED),
        checkpoint(
            "person",
            executing(),
            s -> s.then(abort(1, 1, AbortReason.PERSON)),
            CheckpointStatus.ABORTED),
        checkpoint(
            "agent lost",
            executing(),
            s -> s.then(new Event.AgentLost(new AgentId("a1"), new Incarnation(1), 0, false)),
            CheckpointStatus.ABORTED),
        checkpoint(
            "agent lost while COMMITTING",
            committing(),
            s -> s.then(new Event.AgentLost(new AgentId("a1"), new Incarnation(1), 0, false)),
            CheckpointStatus.COMMITTING),
        checkpoint(
            "newer attempt",
            executing(),
            s -> s.then(start(1, 1, 0, 3, Scenario.PLACE)),
            CheckpointStatus.ABORTED));
  }

  private static Stream<Arguments> late() {
    return Stream.of(
        checkpoint(
            "metadata failed",
            committing(),
            s -> s.passing(3000).then(abort(1, 1, AbortReason.METADATA_FAILED)),
            CheckpointStatus.ABORTED),
        checkpoint(
            "subsumed",
            Scenario.running(JOB).completed(1, 1).completed(1, 2),
            s -> s.completed(1, 3),
            CheckpointStatus.SUBSUMED),
        checkpoint(
            "discarded",
            executing(),
            s ->
                s.then(abort(1, 1, AbortReason.PERSON))
                    .then(
                        new Event.FilesDeleted(
                            new JobId(1), List.of(), List.of(new CheckpointId(1)))),
            CheckpointStatus.DISCARDED),
        checkpoint(
            "an ack of another attempt",
            executing(),
            s ->
                s.then(inlineAck(1, 2, 0, 1))
                    .then(inlineAck(1, 2, 1, 1))
                    .then(inlineAck(1, 2, 2, 1)),
            CheckpointStatus.EXECUTING));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("checkpointRows")
  void checkpointGoes(
      String row, Scenario given, UnaryOperator<Scenario> when, CheckpointStatus then) {
    assertEquals(then, when.apply(given).checkpoint(1).status(), row);
  }

  static Stream<Arguments> jobRows() {
    JobSpec job = JOB;
    return Stream.of(
        Arguments.of("submitted", Scenario.submitted(job), JobStatus.SUBMITTED),
        Arguments.of("placed", Scenario.deploying(job), JobStatus.DEPLOYING),
        Arguments.of("all run", Scenario.running(job), JobStatus.RUNNING),
        Arguments.of(
            "a task fails",
            Scenario.running(job).then(status(1, 1, 1, TaskPhase.FAILED, 0)),
            JobStatus.RESTARTING),
        Arguments.of(
            "the agent comes back under a new nonce",
            Scenario.running(job).then(register("a1", "other", 40)),
            JobStatus.RESTARTING),
        Arguments.of("sources end", Scenario.running(job).sourcesEnd(1), JobStatus.STOPPING),
        Arguments.of(
            "final completed, sink not confirmed",
            Scenario.running(job)
                .sourcesEnd(1)
                .then(request(1, CheckpointKind.FINAL, ""))
                .allAcked(1, 1)
                .then(durable(1, 1)),
            JobStatus.STOPPING),
        Arguments.of(
            "final completed and confirmed",
            Scenario.running(job)
                .sourcesEnd(1)
                .then(request(1, CheckpointKind.FINAL, ""))
                .allAcked(1, 1)
                .then(durable(1, 1))
                .then(committed(1, 1, 2, 1)),
            JobStatus.FINISHED),
        Arguments.of(
            "cancelled",
            Scenario.running(job).then(new Event.StopJob("x", new JobId(1), StopMode.CANCEL)),
            JobStatus.CANCELLED));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jobRows")
  void jobGoes(String row, Scenario scenario, JobStatus then) {
    assertEquals(then, scenario.job().status(), row);
  }

  @Test
  void aFailureAfterTheFinalCompletedNeedsAnotherFinal() {
    Scenario scenario =
        Scenario.running(JOB)
            .sourcesEnd(1)
            .then(request(1, CheckpointKind.FINAL, ""))
            .allAcked(1, 1)
            .then(durable(1, 1))
            .then(status(1, 1, 0, TaskPhase.FAILED, 0))
            .then(start(1, 1, 1, 3, Scenario.PLACE))
            .allRunning(2)
            .then(committed(1, 2, 2, 1))
            .sourcesEnd(2);
    assertEquals(JobStatus.STOPPING, scenario.job().status());
    scenario.then(request(1, CheckpointKind.FINAL, "")).allAcked(2, 2).then(durable(1, 2));
    assertEquals(JobStatus.FINISHED, scenario.then(committed(1, 2, 2, 2)).job().status());
  }

  @Test
  void tooManyFailuresInARowFailTheJobWithTheLastReason() {
    Scenario scenario = Scenario.submitted(JOB);
    for (int attempt = 1; attempt <= 4; attempt++) {
      scenario
          .then(start(1, attempt - 1, 0, 3, Scenario.PLACE))
          .then(status(1, attempt, 1, TaskPhase.FAILED, 0));
    }
    assertEquals(JobStatus.FAILED, scenario.job().status());
    assertEquals("count/0 failed: why", scenario.job().reason());
  }

  @Test
  void anAttemptIsRefusedWhenItsExpectationsAreOutOfDate() {
    Scenario scenario = committing();
    assertFalse(scenario.then(start(1, 1, 0, 3, Scenario.PLACE)).last().isAccepted());
    scenario.then(durable(1, 1));
    assertFalse(scenario.then(start(1, 1, 0, 3, Scenario.PLACE)).last().isAccepted());
    assertFalse(scenario.then(start(1, 0, 1, 3, Scenario.PLACE)).last().isAccepted());
    assertFalse(scenario.then(start(1, 1, 1, 2, Scenario.PLACE)).last().isAccepted());
    Placement stale = new Placement(new AgentId("a1"), new Incarnation(9));
    assertFalse(scenario.then(start(1, 1, 1, 3, stale)).last().isAccepted());
    assertTrue(scenario.then(start(1, 1, 1, 3, Scenario.PLACE)).last().isAccepted());
  }

  @Test
  void anAckThatNamesAForeignSegmentIsRejected() {
    Scenario scenario = executing();
    List<SegmentPath> foreign =
        List.of(Samples.segment(1, 1, "a1-x"), Samples.segment(9, 1, "a1-x"));
    assertTrue(scenario.then(ack(1, 1, 0, 1, foreign)).last() instanceof Outcome.Rejected);
    assertEquals(0, scenario.checkpoint(1).acks());
  }

  @Test
  void aPinnedBaseKeepsItsSegmentsUntilTheRunningOneEnds() {
    Scenario scenario = Scenario.running(JOB).completed(1, 1);
    scenario.then(request(1, CheckpointKind.PERIODIC, ""));
    for (int id = 3; id <= 4; id++) {
      scenario.then(request(1, CheckpointKind.MANUAL, "r" + id));
      // Completing 3 would abort 2, so the newer one never completes before the pinned one ends.
      assertEquals(id == 3, scenario.last().isAccepted());
    }
    scenario.allAcked(1, 2).then(durable(1, 2));
    assertEquals(0, scenario.job().files().condemned().size());
    scenario.allAcked(1, 3).then(durable(1, 3));
    assertEquals(CheckpointStatus.SUBSUMED, scenario.checkpoint(1).status());
    assertEquals(3, scenario.job().files().condemned().size());
  }

  @Test
  void aRepeatedRequestGetsTheSameOutcome() {
    Scenario scenario = Scenario.running(JOB).then(request(1, CheckpointKind.MANUAL, "once"));
    Outcome first = scenario.last();
    assertEquals(first, scenario.then(request(1, CheckpointKind.MANUAL, "once")).last());
    assertEquals(1, scenario.job().checkpoints().size());
  }

  @Test
  void aReplacedProcessIsFenced() {
    Scenario scenario = Scenario.bootstrapped().then(register("a1", "n9", 40));
    scenario.then(register("a1", "n1", 40));
    assertTrue(
        scenario.last() instanceof Outcome.Rejected rejected
            && rejected.code() == Outcome.Code.FENCED);
  }

  @Test
  void anAgentWithoutPortOrSlotsIsRejected() {
    Scenario scenario = Scenario.bootstrapped();
    AgentId id = new AgentId("a3");
    assertFalse(scenario.then(new Event.RegisterAgent(id, "n", "h", 0, 1, 0)).last().isAccepted());
    assertFalse(scenario.then(new Event.RegisterAgent(id, "n", "h", 1, 0, 0)).last().isAccepted());
  }
}
