package io.cairn.coordinator.checkpoint;

import static io.cairn.coordinator.checkpoint.Samples.committed;
import static io.cairn.coordinator.checkpoint.Samples.durable;
import static io.cairn.coordinator.checkpoint.Samples.request;
import static io.cairn.coordinator.checkpoint.Samples.savepoint;
import static io.cairn.coordinator.checkpoint.Samples.start;
import static io.cairn.coordinator.checkpoint.Samples.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Savepoints, by example; job 1 has the tasks read 0, count 1, write 2. */
class SavepointTest {
  private static final JobSpec JOB = Samples.pipeline("job", 1);
  private static final JobId ONE = new JobId(1);
  private static final JobId TWO = new JobId(2);

  private static Event stopWith(String name, String requestId) {
    return new Event.StopJob(requestId, ONE, StopMode.SAVEPOINT, name, "ada");
  }

  private static Event delete(String name, String requestId) {
    return new Event.SavepointDeleted(requestId, ONE, name, "bob");
  }

  private static Event submitFrom(String name, JobSpec spec, String... dropped) {
    return new Event.SubmitJob(
        "from-" + spec.name(), spec, new RestoreWish(ONE, name, List.of(dropped)));
  }

  private static String refusal(Scenario scenario, Outcome.Code code) {
    Outcome.Rejected rejected = (Outcome.Rejected) scenario.last();
    assertEquals(code, rejected.code(), rejected.reason());
    return rejected.reason();
  }

  private static Scenario saved() {
    return Scenario.running(JOB)
        .completed(1, 1)
        .then(savepoint(1, "nightly", "s1"))
        .allAcked(1, 2)
        .then(durable(1, 2));
  }

  /** Stopped with a savepoint that is COMPLETED; the sink's confirmation is awaited. */
  private static Scenario stopped() {
    return Scenario.running(JOB)
        .completed(1, 1)
        .then(stopWith("last", "s1"))
        .then(request(1, CheckpointKind.FINAL_SAVEPOINT, ""))
        .allAcked(1, 2)
        .then(durable(1, 2));
  }

  @Test
  void aSavepointHasNoBaseAndHappensBesideTheOthers() {
    Scenario scenario = Scenario.running(JOB).completed(1, 1).then(savepoint(1, "", "s1"));
    CheckpointState requested = scenario.checkpoint(2);
    assertEquals(CheckpointId.NONE, requested.base());
    assertEquals(new SavepointInfo("savepoint-2", "ada", ""), requested.savepoint());
    scenario.completed(1, 3);
    assertEquals(CheckpointStatus.REQUESTING, scenario.checkpoint(2).status(), "3 aborts it not");
    scenario.then(request(1, CheckpointKind.PERIODIC, "")).allAcked(1, 2).then(durable(1, 2));
    assertEquals(CheckpointStatus.COMPLETED, scenario.checkpoint(2).status());
    assertEquals(new CheckpointId(3), scenario.job().newestCompleted());
    assertEquals(CheckpointStatus.REQUESTING, scenario.checkpoint(4).status(), "it aborts 4 not");
    assertEquals(new CheckpointId(3), scenario.checkpoint(4).base());
  }

  @Test
  void aSavepointStaysWhileCheckpointsComeAndGo() {
    Scenario scenario = saved();
    for (int id = 3; id < 9; id++) {
      scenario.completed(1, id);
    }
    assertEquals(CheckpointStatus.COMPLETED, scenario.checkpoint(2).status());
    assertEquals(2, scenario.job().retained().size());
    scenario.then(new Event.StopJob("x", ONE, StopMode.CANCEL));
    assertEquals(CheckpointStatus.COMPLETED, scenario.checkpoint(2).status());
    scenario.then(delete("nightly", "d1"));
    assertTrue(scenario.last().isAccepted());
    assertEquals(CheckpointStatus.SUBSUMED, scenario.checkpoint(2).status());
    scenario.then(new Event.FilesDeleted(ONE, List.of(), List.of(new CheckpointId(2))));
    assertEquals(CheckpointStatus.DISCARDED, scenario.checkpoint(2).status());
    assertEquals("bob", info(scenario.checkpoint(2)).deletedBy());
  }

  private static SavepointInfo info(CheckpointState savepoint) {
    return Objects.requireNonNull(savepoint.savepoint());
  }

  @Test
  void aSavepointThatFailsCountsForNothing() {
    JobSpec strict = Samples.spec("job", JOB.graph(), Samples.STRICT);
    Scenario scenario = Scenario.running(strict);
    for (int id = 1; id <= 4; id++) {
      scenario.then(savepoint(1, "a", "s" + id)).then(status(1, 1, 1, TaskPhase.DECLINED, id));
      assertEquals(CheckpointStatus.ABORTED, scenario.checkpoint(id).status());
    }
    assertEquals(JobStatus.RUNNING, scenario.job().status());
  }

  @Test
  void aSavepointNeedsOnlyItsOwnFiles() {
    Scenario scenario = Scenario.running(JOB).completed(1, 1).then(savepoint(1, "a", "s"));
    scenario.then(
        Samples.ack(
            1, 1, 0, 2, List.of(Samples.segment(2, 1, "a1-0"), Samples.segment(1, 1, "a1-0"))));
    assertTrue(refusal(scenario, Outcome.Code.INVALID).contains("self-contained"));
  }

  @Test
  void namesAreUniqueAndBounded() {
    Scenario scenario = saved().then(savepoint(1, "nightly", "s2"));
    assertTrue(refusal(scenario, Outcome.Code.CONFLICT).contains("has a savepoint nightly"));
    scenario.then(savepoint(1, "savepoint-9", "s3"));
    assertTrue(refusal(scenario, Outcome.Code.INVALID).contains("choose another"));
    for (int i = 1; i < SavepointRules.MAX_PER_JOB; i++) {
      scenario.then(savepoint(1, "s-" + i, "n" + i)).allAcked(1, 2 + i).then(durable(1, 2 + i));
    }
    scenario.then(savepoint(1, "more", "s4"));
    assertTrue(refusal(scenario, Outcome.Code.LIMIT).contains("delete one first"));
    scenario.then(delete("s-1", "d")).then(savepoint(1, "more", "s5"));
    refusal(scenario, Outcome.Code.LIMIT); // its files are still there
    scenario.then(new Event.FilesDeleted(ONE, List.of(), List.of(new CheckpointId(3))));
    scenario.then(savepoint(1, "more", "s6"));
    assertTrue(scenario.last().isAccepted());
  }

  @Test
  void aRepeatedRequestGetsTheFirstAnswer() {
    Scenario scenario = saved().then(savepoint(1, "nightly", "s1"));
    assertEquals(new Outcome.Accepted(2), scenario.last());
    scenario.then(delete("nightly", "d")).then(delete("nightly", "d"));
    assertTrue(scenario.last().isAccepted());
    scenario.then(delete("nightly", "other"));
    refusal(scenario, Outcome.Code.NOT_FOUND);
  }

  @Test
  void aDurableSavepointOutlivesTheAttemptThatTookIt() {
    Scenario scenario =
        Scenario.running(JOB)
            .then(savepoint(1, "a", "s"))
            .allAcked(1, 1)
            .then(status(1, 1, 0, TaskPhase.FAILED, 0))
            .then(start(1, 1, 0, 3, Scenario.PLACE));
    assertTrue(scenario.last().isAccepted(), "the attempt does not wait for it");
    scenario.then(durable(1, 1));
    assertEquals(CheckpointStatus.COMPLETED, scenario.checkpoint(1).status());
    assertEquals(CheckpointId.NONE, scenario.job().newestCompleted());
  }

  @Test
  void aJobThatStopsWithASavepointCommitsAndFinishes() {
    Scenario scenario = Scenario.running(JOB).completed(1, 1).then(stopWith("last", "s1"));
    assertEquals(JobStatus.STOPPING, scenario.job().status());
    scenario.then(request(1, CheckpointKind.FINAL, ""));
    refusal(scenario, Outcome.Code.CONFLICT);
    scenario.then(new Event.StopJob("d", ONE, StopMode.DRAIN));
    refusal(scenario, Outcome.Code.CONFLICT);
    scenario
        .then(request(1, CheckpointKind.FINAL_SAVEPOINT, ""))
        .allAcked(1, 2)
        .then(durable(1, 2));
    assertEquals(new CheckpointId(2), scenario.job().newestCompleted(), "sinks commit up to it");
    assertEquals(JobStatus.STOPPING, scenario.job().status());
    scenario.then(delete("last", "x"));
    assertTrue(refusal(scenario, Outcome.Code.CONFLICT).contains("has not ended"));
    scenario.then(committed(1, 1, 2, 2));
    assertEquals(JobStatus.FINISHED, scenario.job().status());
    scenario.then(delete("last", "y"));
    assertTrue(scenario.last().isAccepted());
  }

  @Test
  void anAttemptAfterTheSavepointOnlyConfirms() {
    Scenario scenario =
        stopped()
            .then(status(1, 1, 1, TaskPhase.FAILED, 0))
            .then(start(1, 1, 2, 3, Scenario.PLACE));
    assertTrue(scenario.last().isAccepted());
    scenario
        .then(status(1, 2, 2, TaskPhase.RUNNING, 0))
        .then(committed(1, 2, 2, 2))
        .then(status(1, 2, 0, TaskPhase.RUNNING, 0));
    assertEquals(JobStatus.DEPLOYING, scenario.job().status());
    scenario.then(status(1, 2, 1, TaskPhase.RUNNING, 0));
    assertEquals(JobStatus.FINISHED, scenario.job().status());
  }

  @Test
  void aStopOutlivesAttemptsAndAbortedSavepoints() {
    Scenario scenario =
        Scenario.running(JOB)
            .then(stopWith("", "s1"))
            .then(request(1, CheckpointKind.FINAL_SAVEPOINT, ""))
            .then(status(1, 1, 1, TaskPhase.FAILED, 0))
            .then(start(1, 1, 0, 3, Scenario.PLACE))
            .allRunning(2);
    assertEquals(JobStatus.STOPPING, scenario.job().status());
    scenario.then(request(1, CheckpointKind.FINAL_SAVEPOINT, ""));
    assertEquals(new SavepointInfo("savepoint-2", "ada", ""), scenario.checkpoint(2).savepoint());
  }

  @Test
  void aJobThatEndsItsInputCannotStopWithASavepoint() {
    Scenario scenario = Scenario.running(JOB).sourcesEnd(1).then(stopWith("last", "s1"));
    assertTrue(refusal(scenario, Outcome.Code.CONFLICT).contains("finishes by itself"));
  }

  @Test
  void aJobBeginsFromASavepointAboveItsIds() {
    Scenario scenario = saved().then(submitFrom("nightly", Samples.pipeline("next", 1)));
    assertEquals(new Outcome.Accepted(2), scenario.last());
    JobState next = Ending.job(scenario.state(), TWO);
    RestoreOrigin origin = Objects.requireNonNull(next.savepoints().origin());
    assertEquals(new CheckpointId(2), origin.savepoint());
    assertTrue(origin.leavesTransactions(), "job 1 runs, and commits them itself");
    scenario.then(start(2, 1, 0, 3, Scenario.PLACE));
    assertTrue(scenario.last().isAccepted());
    scenario.then(delete("nightly", "d1"));
    assertTrue(refusal(scenario, Outcome.Code.CONFLICT).contains("job-2 restores from"));
    for (int task = 0; task < 3; task++) {
      scenario.then(status(2, 2, task, TaskPhase.RUNNING, 0));
    }
    scenario.then(request(2, CheckpointKind.PERIODIC, ""));
    assertEquals(new Outcome.Accepted(3), scenario.last());
    for (int task = 0; task < 3; task++) {
      scenario.then(Samples.inlineAck(2, 2, task, 3));
    }
    scenario.then(durable(2, 3)).then(delete("nightly", "d2"));
    assertTrue(scenario.last().isAccepted());
  }

  @Test
  void transactionsOfAJobThatHasEndedAreCommittedByTheNext() {
    Scenario scenario =
        saved().then(new Event.StopJob("x", ONE, StopMode.CANCEL)).then(submitFrom("nightly", JOB));
    RestoreOrigin origin = Ending.job(scenario.state(), TWO).savepoints().origin();
    assertFalse(Objects.requireNonNull(origin).leavesTransactions());
  }

  @Test
  void stateThatTheNewGraphLacksIsAnErrorUnlessDropped() {
    JobSpec less = Samples.spec("less", Samples.sourceOnly("less").graph(), Samples.POLICY);
    JobGraph graph = new JobGraph(less.graph().operators(), List.of(), 128);
    JobSpec sourceOnly = Samples.spec("less", graph, Samples.POLICY);
    Scenario scenario = saved().then(submitFrom("nightly", sourceOnly));
    assertTrue(refusal(scenario, Outcome.Code.INVALID).contains("state of operator count"));
    scenario.then(
        new Event.SubmitJob(
            "again", sourceOnly, new RestoreWish(ONE, "nightly", List.of("write", "count"))));
    assertTrue(scenario.last().isAccepted());
    scenario.then(submitFrom("nightly", Samples.pipeline("wide", 2)));
    assertTrue(refusal(scenario, Outcome.Code.INVALID).contains("parallelism 1 in the savepoint"));
    scenario.then(submitFrom("nightly", Samples.pipeline("typo", 1), "cuont"));
    assertTrue(refusal(scenario, Outcome.Code.INVALID).contains("the savepoint has none"));
    scenario.then(submitFrom("weekly", Samples.pipeline("other", 1)));
    refusal(scenario, Outcome.Code.NOT_FOUND);
    assertNull(scenario.state().job(new JobId(3)));
  }
}
