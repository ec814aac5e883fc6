package io.cairn.coordinator.checkpoint;

import static io.cairn.coordinator.checkpoint.Samples.durable;
import static io.cairn.coordinator.checkpoint.Samples.request;
import static io.cairn.coordinator.checkpoint.Samples.savepoint;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Submission by a name that was used before, by example. */
class ContinuationTest {
  private static final JobSpec JOB = Samples.pipeline("job", 1);
  private static final JobId ONE = new JobId(1);
  private static final JobId TWO = new JobId(2);

  private static Event again(JobSpec spec, String requestId, String... dropped) {
    return new Event.SubmitJob(requestId, spec, RestoreWish.continuing(List.of(dropped)));
  }

  private static Scenario cancelled() {
    return Scenario.running(JOB)
        .completed(1, 1)
        .completed(1, 2)
        .then(new Event.StopJob("stop", ONE, StopMode.CANCEL));
  }

  private static String refusal(Scenario scenario, Outcome.Code code) {
    Outcome.Rejected rejected = (Outcome.Rejected) scenario.last();
    assertEquals(code, rejected.code(), rejected.reason());
    return rejected.reason();
  }

  private static JobState job(Scenario scenario, long id) {
    return Objects.requireNonNull(scenario.state().job(new JobId(id)));
  }

  @Test
  void itContinuesFromTheNewestCheckpoint() {
    Scenario scenario = cancelled().then(again(JOB, "b"));
    assertEquals(
        new RestoreOrigin(ONE, new CheckpointId(2), new TreeSet<>(), false),
        job(scenario, 2).savepoints().origin());
    assertEquals(new CheckpointId(2), job(scenario, 2).counters().lastCheckpoint());
    Walk.checkRoundTrip(scenario.state());
  }

  @Test
  void atAnotherParallelismToo() {
    Scenario scenario = cancelled().then(again(Samples.pipeline("job", 2), "b"));
    assertTrue(scenario.last().isAccepted());
  }

  @Test
  void aSavepointIsACheckpointToo() {
    Scenario scenario =
        Scenario.running(JOB)
            .completed(1, 1)
            .then(savepoint(1, "last", "s"))
            .allAcked(1, 2)
            .then(durable(1, 2))
            .then(new Event.StopJob("stop", ONE, StopMode.CANCEL))
            .then(again(JOB, "b"));
    assertEquals(
        new RestoreOrigin(ONE, new CheckpointId(2), new TreeSet<>(), false),
        job(scenario, 2).savepoints().origin());
  }

  @Test
  void whileTheOldOneRunsItIsRefused() {
    Scenario scenario = Scenario.running(JOB).then(again(JOB, "b"));
    assertTrue(refusal(scenario, Outcome.Code.CONFLICT).contains("has not ended"));
  }

  @Test
  void withoutAnyCheckpointItBeginsEmptyAndWithOneOfBeforeFromThat() {
    Scenario scenario = Scenario.bootstrapped().then(again(JOB, "a"));
    assertTrue(scenario.last().isAccepted());
    assertNull(scenario.job().savepoints().origin());
    scenario =
        cancelled()
            .then(again(JOB, "b"))
            .then(new Event.StopJob("stop-2", TWO, StopMode.CANCEL))
            .then(again(JOB, "c"));
    assertEquals(
        new RestoreOrigin(ONE, new CheckpointId(2), new TreeSet<>(), false),
        job(scenario, 3).savepoints().origin());
  }

  @Test
  void itNeverBeginsEmptyBecauseSomebodyDeletedWhatItNeeds() {
    Scenario scenario =
        Scenario.running(JOB)
            .then(savepoint(1, "only", "s"))
            .allAcked(1, 1)
            .then(durable(1, 1))
            .then(new Event.StopJob("stop", ONE, StopMode.CANCEL))
            .then(again(JOB, "b"))
            .then(new Event.SavepointDeleted("d", ONE, "only", "bob"));
    assertTrue(refusal(scenario, Outcome.Code.CONFLICT).contains("restores from"));
    scenario
        .then(new Event.StopJob("stop-2", TWO, StopMode.CANCEL))
        .then(new Event.SavepointDeleted("e", ONE, "only", "bob"))
        .then(again(JOB, "c"));
    assertTrue(refusal(scenario, Outcome.Code.CONFLICT).contains("is gone; begin afresh"));
  }

  @Test
  void stateThatTheGraphLacksIsAnErrorUnlessDropped() {
    JobGraph sourceOnly =
        new JobGraph(List.of(new OperatorNode("read", OperatorKind.SOURCE, 1)), List.of(), 128);
    JobSpec other = Samples.spec("job", sourceOnly, JOB.policy());
    Scenario scenario = cancelled().then(again(other, "b"));
    assertTrue(
        refusal(scenario, Outcome.Code.INVALID)
            .startsWith("checkpoint 2 of job-1 has state of operator count"));
    scenario.then(again(other, "c", "count", "write"));
    assertTrue(scenario.last().isAccepted(), scenario.last().toString());
    scenario = Scenario.bootstrapped().then(again(JOB, "d", "count"));
    assertTrue(refusal(scenario, Outcome.Code.INVALID).contains("could be dropped"));
  }

  @Test
  void afterTheEndOfTheInputThereIsNothingToContinue() {
    Scenario scenario =
        Scenario.running(JOB)
            .sourcesEnd(1)
            .then(request(1, CheckpointKind.FINAL, ""))
            .allAcked(1, 1)
            .then(durable(1, 1))
            .then(Samples.committed(1, 1, 2, 1));
    assertEquals(JobStatus.FINISHED, scenario.job().status());
    scenario.then(again(JOB, "b"));
    assertTrue(refusal(scenario, Outcome.Code.CONFLICT).contains("end of its input"));
    scenario.then(new Event.SubmitJob("c", JOB));
    assertTrue(scenario.last().isAccepted());
  }
}
