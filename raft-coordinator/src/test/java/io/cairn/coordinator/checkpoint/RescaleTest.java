package io.cairn.coordinator.checkpoint;

import static io.cairn.coordinator.checkpoint.Samples.durable;
import static io.cairn.coordinator.checkpoint.Samples.request;
import static io.cairn.coordinator.checkpoint.Samples.savepoint;
import static io.cairn.coordinator.checkpoint.Samples.start;
import static io.cairn.coordinator.checkpoint.Samples.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.coordinator.codec.MetadataCodec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Rescaling, by example; job 1 has the operators read, count and write, of one task each. */
class RescaleTest {
  private static final JobSpec JOB = Samples.pipeline("job", 1);
  private static final JobId ONE = new JobId(1);

  private static Event rescale(int parallelism, Map<String, Integer> operators, String requestId) {
    return new RescaleJob(requestId, ONE, parallelism, new TreeMap<>(operators), "ada");
  }

  private static Event rescale(int parallelism) {
    return rescale(parallelism, Map.of(), "r" + parallelism);
  }

  private static String refusal(Scenario scenario, Outcome.Code code) {
    Outcome.Rejected rejected = (Outcome.Rejected) scenario.last();
    assertEquals(code, rejected.code(), rejected.reason());
    return rejected.reason();
  }

  /** Waits for its cut, which is requested as checkpoint 2. */
  private static Scenario cutting() {
    return Scenario.running(JOB)
        .completed(1, 1)
        .then(rescale(2))
        .then(request(1, CheckpointKind.RESCALE, ""));
  }

  private static Scenario cut() {
    return cutting().allAcked(1, 2).then(durable(1, 2));
  }

  private static List<Integer> parallelism(Scenario scenario) {
    return scenario.job().spec().graph().parallelism();
  }

  @Test
  void aRunningJobGoesOnFromACutAtTheNewParallelism() {
    Scenario scenario = cutting();
    assertEquals(JobStatus.RUNNING, scenario.job().status());
    assertEquals(new CheckpointId(1), scenario.checkpoint(2).base());
    scenario.allAcked(1, 2).then(durable(1, 2));
    assertEquals(JobStatus.RESTARTING, scenario.job().status());
    assertEquals(List.of(2, 2, 2), parallelism(scenario));
    assertEquals(0, scenario.job().budget().failuresInRow());
    assertEquals(0, scenario.job().counters().restarts());
    assertEquals(3, scenario.job().graphOf(scenario.checkpoint(2)).taskCount());
    scenario.then(start(1, 1, 2, 6, Scenario.PLACE));
    assertTrue(scenario.last().isAccepted());
    assertTrue(scenario.job().scale().unproven());
    scenario.allRunning(2);
    assertFalse(scenario.job().scale().unproven());
    scenario.completed(2, 3);
    assertEquals(6, scenario.job().graphOf(scenario.checkpoint(3)).taskCount());
    assertEquals(3, scenario.job().graphOf(scenario.checkpoint(1)).taskCount());
    Walk.checkRoundTrip(scenario.state());
  }

  @Test
  void nothingElseIsCutMeanwhile() {
    Scenario scenario = Scenario.running(JOB).then(rescale(2));
    scenario.then(request(1, CheckpointKind.PERIODIC, ""));
    assertTrue(refusal(scenario, Outcome.Code.CONFLICT).contains("being rescaled"));
    scenario.then(savepoint(1, "a", "s"));
    assertTrue(refusal(scenario, Outcome.Code.CONFLICT).contains("being rescaled"));
    scenario.then(rescale(3));
    assertTrue(refusal(scenario, Outcome.Code.CONFLICT).contains("being rescaled already"));
    scenario.then(new Event.StopJob("x", ONE, StopMode.SAVEPOINT, "", "ada"));
    assertTrue(refusal(scenario, Outcome.Code.CONFLICT).contains("being rescaled"));
    scenario = Scenario.running(JOB).then(request(1, CheckpointKind.RESCALE, ""));
    assertTrue(refusal(scenario, Outcome.Code.CONFLICT).contains("nobody wants"));
  }

  @Test
  void operatorsAreNamedOrAllMeant() {
    Scenario scenario = Scenario.submitted(JOB).then(rescale(0, Map.of("read", 4), "a"));
    assertEquals(List.of(4, 1, 1), parallelism(scenario));
    scenario = Scenario.submitted(JOB).then(rescale(2, Map.of("read", 4), "b"));
    assertEquals(List.of(4, 2, 2), parallelism(scenario));
    scenario = Scenario.submitted(JOB).then(rescale(2, Map.of("no-such", 4), "c"));
    assertTrue(refusal(scenario, Outcome.Code.INVALID).contains("no operator no-such"));
  }

  @Test
  void whatCannotBeIsRefusedAndNothingChanges() {
    Scenario scenario = Scenario.running(JOB).then(rescale(100));
    assertTrue(refusal(scenario, Outcome.Code.CONFLICT).contains("300 slots are needed, 80"));
    scenario.then(rescale(0, Map.of("count", 10_000), "wide"));
    refusal(scenario, Outcome.Code.INVALID);
    assertNull(scenario.job().scale().wish());
    scenario.then(rescale(1));
    assertTrue(scenario.last().isAccepted());
    assertNull(scenario.job().scale().wish(), "it has that parallelism");
    scenario.then(new Event.StopJob("x", ONE, StopMode.CANCEL)).then(rescale(2));
    assertTrue(refusal(scenario, Outcome.Code.CONFLICT).contains("submit it again"));
  }

  @Test
  void aCutThatFailsLeavesTheJobAsItWas() {
    Scenario scenario = cutting().then(status(1, 1, 1, TaskPhase.DECLINED, 2));
    assertEquals(JobStatus.RESTARTING, scenario.job().status());
    assertEquals(List.of(1, 1, 1), parallelism(scenario));
    assertNull(scenario.job().scale().wish());
    assertTrue(scenario.job().reason().startsWith("not rescaled: checkpoint 2 was aborted"));
    scenario.then(start(1, 1, 1, 3, Scenario.PLACE)).allRunning(2);
    assertEquals(JobStatus.RUNNING, scenario.job().status());
    scenario.then(rescale(3)).then(request(1, CheckpointKind.RESCALE, ""));
    scenario.then(Samples.abortByPerson(1, 3, "p"));
    assertTrue(scenario.job().reason().contains("PERSON"));
  }

  @Test
  void aParallelismWithWhichNoTaskStartsIsTakenBack() {
    Scenario scenario =
        cut().then(start(1, 1, 2, 6, Scenario.PLACE)).then(status(1, 2, 3, TaskPhase.FAILED, 0));
    assertEquals(List.of(1, 1, 1), parallelism(scenario));
    assertTrue(
        scenario.job().reason().startsWith("not rescaled, for with the new parallelism count/1"),
        scenario.job().reason());
    scenario.then(start(1, 2, 2, 3, Scenario.PLACE)).allRunning(3).completed(3, 3);
    assertEquals(3, scenario.job().graphOf(scenario.checkpoint(2)).taskCount());
    Walk.checkRoundTrip(scenario.state());
  }

  @Test
  void anAttemptThatFailsOnTheWayToTheCutNeedsNone() {
    Scenario scenario = cutting().then(status(1, 1, 1, TaskPhase.FAILED, 0));
    assertEquals(List.of(2, 2, 2), parallelism(scenario));
    assertEquals(new CheckpointId(1), scenario.job().newestCompleted());
    scenario.then(start(1, 1, 1, 6, Scenario.PLACE)).allRunning(2);
    assertEquals(JobStatus.RUNNING, scenario.job().status());
  }

  @Test
  void aCommittingCutSurvivesTheAttempt() throws Exception {
    Scenario scenario = cutting().allAcked(1, 2).then(status(1, 1, 1, TaskPhase.FAILED, 0));
    assertEquals(CheckpointStatus.COMMITTING, scenario.checkpoint(2).status());
    assertEquals(List.of(2, 2, 2), parallelism(scenario));
    byte[] metadata = MetadataCodec.encode(scenario.state(), ONE, new CheckpointId(2));
    assertEquals(3, MetadataCodec.decode(metadata).spec().graph().taskCount());
    scenario.then(durable(1, 2)).then(start(1, 1, 2, 6, Scenario.PLACE));
    assertTrue(scenario.last().isAccepted());
  }

  @Test
  void withTooFewSlotsLeftTheJobGoesOnAsItWas() {
    Scenario scenario =
        Scenario.running(JOB)
            .then(rescale(20))
            .then(new Event.AgentLost(new AgentId("a1"), new Incarnation(1), 0, false));
    assertEquals(List.of(1, 1, 1), parallelism(scenario));
    assertTrue(
        scenario.job().reason().contains("not rescaled: 60 slots are needed, 40"),
        scenario.job().reason());
  }

  @Test
  void aJobWhoseInputEndsBeforeTheCutJustEnds() {
    Scenario scenario = Scenario.running(JOB).then(rescale(2)).sourcesEnd(1);
    assertEquals(JobStatus.STOPPING, scenario.job().status());
    assertNull(scenario.job().scale().wish());
    scenario.then(request(1, CheckpointKind.FINAL, ""));
    assertTrue(scenario.last().isAccepted());
  }

  @Test
  void aJobThatDoesNotRunNeedsNoCut() {
    Scenario scenario =
        Scenario.running(JOB)
            .completed(1, 1)
            .then(status(1, 1, 0, TaskPhase.FAILED, 0))
            .then(rescale(2))
            .then(rescale(3));
    refusal(scenario, Outcome.Code.CONFLICT);
    scenario.then(start(1, 1, 1, 6, Scenario.PLACE)).allRunning(2);
    assertEquals(JobStatus.RUNNING, scenario.job().status());
    assertEquals(3, scenario.job().graphOf(scenario.checkpoint(1)).taskCount());
  }

  @Test
  void aRestartCountsForNothing() {
    Scenario scenario =
        Scenario.running(JOB)
            .completed(1, 1)
            .then(request(1, CheckpointKind.PERIODIC, ""))
            .then(new RestartJob("again", ONE, "ada"));
    assertEquals(JobStatus.RESTARTING, scenario.job().status());
    assertEquals("restarted by ada", scenario.job().reason());
    assertEquals(AbortReason.PERSON, scenario.checkpoint(2).abort());
    assertEquals(0, scenario.job().counters().restarts());
    scenario.then(start(1, 1, 1, 3, Scenario.PLACE)).allRunning(2);
    assertEquals(JobStatus.RUNNING, scenario.job().status());
    scenario
        .then(new Event.StopJob("x", ONE, StopMode.CANCEL))
        .then(new RestartJob("b", ONE, "ada"));
    assertTrue(refusal(scenario, Outcome.Code.CONFLICT).contains("submit it again"));
  }
}
