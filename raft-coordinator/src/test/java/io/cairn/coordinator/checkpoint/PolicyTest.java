package io.cairn.coordinator.checkpoint;

import static io.cairn.coordinator.checkpoint.Samples.abort;
import static io.cairn.coordinator.checkpoint.Samples.abortByPerson;
import static io.cairn.coordinator.checkpoint.Samples.durable;
import static io.cairn.coordinator.checkpoint.Samples.full;
import static io.cairn.coordinator.checkpoint.Samples.request;
import static io.cairn.coordinator.checkpoint.Samples.settings;
import static io.cairn.coordinator.checkpoint.Samples.start;
import static io.cairn.coordinator.checkpoint.Samples.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What policy and settings demand, by example; job 1 has the tasks read 0, count 1, write 2. */
class PolicyTest {
  private static final JobSpec JOB =
      Samples.spec("job", Samples.pipeline("job", 1).graph(), Samples.STRICT);

  /** A checkpoint that a task declines. */
  private static Scenario declined(Scenario scenario, long attempt, long id) {
    return scenario
        .then(request(1, CheckpointKind.PERIODIC, ""))
        .then(status(1, attempt, 1, TaskPhase.DECLINED, id));
  }

  private static Outcome.Code code(Scenario scenario) {
    return ((Outcome.Rejected) scenario.last()).code();
  }

  @Test
  void moreFailuresInARowThanAreToleratedFailTheAttempt() {
    Scenario scenario = Scenario.running(JOB);
    declined(scenario, 1, 1);
    declined(scenario, 1, 2);
    assertEquals(JobStatus.RUNNING, scenario.job().status());
    declined(scenario, 1, 3);
    assertEquals(JobStatus.RESTARTING, scenario.job().status());
    assertEquals(
        "3 checkpoints failed in a row, 2 are tolerated; the last was 3, DECLINED: count/0: why",
        scenario.job().reason());
    scenario.then(start(1, 1, 0, 3, Scenario.PLACE)).allRunning(2);
    declined(scenario, 2, 4);
    assertEquals(JobStatus.RUNNING, scenario.job().status(), "a new attempt counts from 0");
  }

  @Test
  void aCompletedCheckpointForgivesTheFailuresBeforeIt() {
    Scenario scenario = Scenario.running(JOB);
    declined(scenario, 1, 1);
    declined(scenario, 1, 2);
    scenario.completed(1, 3);
    declined(scenario, 1, 4);
    declined(scenario, 1, 5);
    assertEquals(JobStatus.RUNNING, scenario.job().status());
  }

  @Test
  void whatAPersonAbortsIsNoFailure() {
    Scenario scenario = Scenario.running(JOB);
    for (int id = 1; id <= 5; id++) {
      scenario.then(request(1, CheckpointKind.PERIODIC, "")).then(abort(1, id, AbortReason.PERSON));
    }
    assertEquals(JobStatus.RUNNING, scenario.job().status());
  }

  @Test
  void asManyPeriodicOnesAsThePolicyAllowsAreInProgress() {
    Scenario scenario = Scenario.running(JOB);
    assertTrue(scenario.then(request(1, CheckpointKind.PERIODIC, "")).last().isAccepted());
    assertTrue(scenario.then(request(1, CheckpointKind.PERIODIC, "")).last().isAccepted());
    assertFalse(scenario.then(request(1, CheckpointKind.PERIODIC, "")).last().isAccepted());
    assertTrue(scenario.then(request(1, CheckpointKind.MANUAL, "m")).last().isAccepted());
    scenario.allAcked(1, 2).then(durable(1, 2));
    assertEquals(AbortReason.NEWER_COMPLETION, scenario.checkpoint(1).abort());
    assertEquals(CheckpointStatus.REQUESTING, scenario.checkpoint(3).status());
    scenario.then(settings(1, "s", Setting.MIN_PAUSE_MILLIS, 1));
    assertFalse(scenario.then(request(1, CheckpointKind.PERIODIC, "")).last().isAccepted());
  }

  @Test
  void aPausedJobTakesNoPeriodicCheckpointsButThoseThatPeopleAskFor() {
    Scenario scenario = Scenario.running(JOB).then(settings(1, "p", Setting.PAUSED, 1));
    assertEquals(CheckpointSchedule.Mode.PAUSED, scenario.job().schedule().mode());
    assertFalse(scenario.then(request(1, CheckpointKind.PERIODIC, "")).last().isAccepted());
    assertTrue(scenario.then(request(1, CheckpointKind.MANUAL, "m")).last().isAccepted());
    scenario.then(abort(1, 1, AbortReason.PERSON));
    scenario.then(status(1, 1, 0, TaskPhase.FAILED, 0)).then(start(1, 1, 0, 3, Scenario.PLACE));
    scenario.allRunning(2);
    assertFalse(scenario.then(request(1, CheckpointKind.PERIODIC, "")).last().isAccepted());
    scenario.then(settings(1, "r", Setting.PAUSED, 0));
    assertTrue(scenario.then(request(1, CheckpointKind.PERIODIC, "")).last().isAccepted());
  }

  @Test
  void historyTellsWhoChangedWhatWhenAndFromWhat() {
    Scenario scenario =
        Scenario.running(JOB)
            .then(settings(1, "one", Setting.RETAINED, 5, Setting.INTERVAL_MILLIS, 0));
    assertEquals(new Outcome.Accepted(1), scenario.last());
    assertEquals(
        new SettingsChange(
            1,
            new JobId(1),
            "one",
            "ada",
            1_234,
            List.of(
                new SettingsChange.Difference(Setting.INTERVAL_MILLIS, 1_000, 0),
                new SettingsChange.Difference(Setting.RETAINED, 2, 5))),
        scenario.state().settings().changes().get(1L));
    assertEquals(0, scenario.job().policy().intervalMillis());
    assertEquals(1_000, scenario.job().spec().policy().intervalMillis());
    assertEquals(CheckpointSchedule.Mode.OFF, scenario.job().schedule().mode());
    ClusterState before = scenario.state();
    assertEquals(
        new Outcome.Accepted(1),
        scenario.then(settings(1, "one", Setting.RETAINED, 7)).last(),
        "a repeated request gets the same answer");
    assertSame(before.settings(), scenario.state().settings());
    scenario.then(settings(1, "two", Setting.RETAINED, 5));
    assertSame(before.settings(), scenario.state().settings(), "nothing was changed");
    Walk.checkRoundTrip(scenario.state());
  }

  @Test
  void aChangeThatIsOutOfRangeChangesNothing() {
    Scenario scenario = Scenario.running(JOB);
    CheckpointSchedule before = scenario.job().schedule();
    scenario.then(settings(1, "a", Setting.RETAINED, 101, Setting.INTERVAL_MILLIS, 5));
    assertEquals(
        new Outcome.Rejected(Outcome.Code.INVALID, "policy.retained must be at most 100, is 101"),
        scenario.last());
    scenario.then(settings(1, "b", Setting.MAX_CONCURRENT, 1L << 32));
    assertEquals(Outcome.Code.INVALID, code(scenario));
    assertEquals(Outcome.Code.INVALID, code(scenario.then(settings(1, "c"))));
    assertEquals(Outcome.Code.NOT_FOUND, code(scenario.then(settings(9, "d", Setting.PAUSED, 1))));
    assertEquals(before, scenario.job().schedule());
    scenario.then(new Event.StopJob("x", new JobId(1), StopMode.CANCEL));
    assertEquals(Outcome.Code.CONFLICT, code(scenario.then(settings(1, "e", Setting.PAUSED, 1))));
  }

  @Test
  void fewerRetainedTakeEffectAtOnce() {
    Scenario scenario = Scenario.running(JOB).completed(1, 1).completed(1, 2);
    scenario.then(settings(1, "a", Setting.RETAINED, 1));
    assertEquals(CheckpointStatus.SUBSUMED, scenario.checkpoint(1).status());
    assertEquals(CheckpointStatus.COMPLETED, scenario.checkpoint(2).status());
  }

  @Test
  void fewerRestartsFailAJobThatHasUsedThemUp() {
    Scenario scenario = Scenario.running(JOB).then(status(1, 1, 0, TaskPhase.FAILED, 0));
    assertEquals(JobStatus.RESTARTING, scenario.job().status());
    scenario.then(settings(1, "a", Setting.MAX_RESTARTS, 0));
    assertEquals(JobStatus.FAILED, scenario.job().status());
  }

  @Test
  void aShorterTimeoutCountsForWhatIsInProgress() {
    Scenario scenario = Scenario.running(JOB).then(request(1, CheckpointKind.PERIODIC, ""));
    scenario.passing(1_000).then(abort(1, 1, AbortReason.TIMEOUT));
    assertEquals(CheckpointStatus.REQUESTING, scenario.checkpoint(1).status());
    scenario.then(settings(1, "a", Setting.TIMEOUT_MILLIS, 500));
    scenario.then(abort(1, 1, AbortReason.TIMEOUT));
    assertEquals(CheckpointStatus.ABORTED, scenario.checkpoint(1).status());
  }

  @Test
  void aFullCheckpointHasNoBase() {
    Scenario scenario = Scenario.running(JOB).completed(1, 1).then(full(1, "f"));
    assertTrue(scenario.checkpoint(2).base().isNone());
    scenario.then(abort(1, 2, AbortReason.PERSON)).then(request(1, CheckpointKind.MANUAL, "i"));
    assertEquals(new CheckpointId(1), scenario.checkpoint(3).base());
  }

  @Test
  void aPersonsAbortTellsWhoAndIsAnsweredOnce() {
    Scenario scenario = Scenario.running(JOB).then(request(1, CheckpointKind.PERIODIC, ""));
    scenario.then(abortByPerson(1, 1, "a"));
    assertEquals(
        new AbortCause(AbortReason.PERSON, "not now", AbortCause.NO_TASK, "ada"),
        scenario.checkpoint(1).cause());
    assertTrue(scenario.then(abortByPerson(1, 1, "a")).last().isAccepted());
    assertEquals(Outcome.Code.CONFLICT, code(scenario.then(abortByPerson(1, 1, "b"))));
    assertEquals(Outcome.Code.NOT_FOUND, code(scenario.then(abortByPerson(1, 8, "c"))));
    Walk.checkRoundTrip(scenario.state());
  }

  @Test
  void anAbortKeepsTheTaskThatCausedIt() {
    Scenario scenario = Scenario.running(JOB);
    declined(scenario, 1, 1);
    assertEquals(1, scenario.checkpoint(1).cause().task());
    scenario.then(request(1, CheckpointKind.PERIODIC, ""));
    scenario.then(Samples.inlineAck(1, 1, 0, 2)).passing(3_000);
    scenario.then(timeout(2, 2));
    assertEquals(2, scenario.checkpoint(2).cause().task());
    scenario.then(request(1, CheckpointKind.PERIODIC, ""));
    scenario.then(Samples.inlineAck(1, 1, 0, 3)).passing(3_000).then(timeout(3, 0));
    assertEquals(AbortCause.NO_TASK, scenario.checkpoint(3).cause().task(), "it has acknowledged");
    scenario = Scenario.running(JOB).then(request(1, CheckpointKind.PERIODIC, ""));
    scenario.then(status(1, 1, 2, TaskPhase.FAILED, 0));
    assertEquals(2, scenario.checkpoint(1).cause().task());
    Walk.checkRoundTrip(scenario.state());
  }

  private static Event timeout(long checkpoint, int task) {
    return new Event.AbortCheckpoint(
        new JobId(1), new CheckpointId(checkpoint), AbortReason.TIMEOUT, "", task);
  }

  @Test
  void jobsThatBeginTogetherDoNotCheckpointInStep() {
    CheckpointSchedule schedule = CheckpointSchedule.of(Samples.STRICT);
    Set<Long> due = new HashSet<>();
    for (long job = 1; job <= 100; job++) {
      long at = schedule.begun(5_000, new JobId(job), new Attempt(1)).notBeforeElapsedMillis();
      assertTrue(at >= 5_000 && at < 5_700, "due at " + at);
      due.add(at);
    }
    assertTrue(due.size() > 80, "only " + due.size() + " different times");
    assertNotEquals(
        schedule.begun(0, new JobId(1), new Attempt(1)),
        schedule.begun(0, new JobId(1), new Attempt(2)));
    assertEquals(
        Long.MAX_VALUE,
        CheckpointSchedule.of(Samples.STRICT)
            .begun(Long.MAX_VALUE, new JobId(1), new Attempt(1))
            .notBeforeElapsedMillis());
  }

  @Test
  void theHistoryOfChangesIsBounded() {
    Scenario scenario = Scenario.running(JOB);
    for (int i = 1; i <= SettingsHistory.MAX_CHANGES + 50; i++) {
      scenario.then(settings(1, "c" + i, Setting.TIMEOUT_MILLIS, 3_000 + i));
    }
    SettingsHistory history = scenario.state().settings();
    assertEquals(SettingsHistory.MAX_CHANGES, history.changes().size());
    assertEquals(51L, history.changes().entries().firstKey());
    Walk.checkRoundTrip(scenario.state());
  }
}
