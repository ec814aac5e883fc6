package io.cairn.coordinator.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Job 1 has three tasks on a1: checkpoint 1 is COMPLETED, 2 is in flight when a1 is lost. */
class SalvageTest {
  private static final long WAIT = SalvageWait.MAX_MILLIS;

  private static Scenario inFlight(TaskPhase... phases) {
    Scenario scenario =
        Scenario.running(Samples.pipeline("job", 1))
            .completed(1, 1)
            .passing(2_500)
            .then(Samples.request(1, CheckpointKind.PERIODIC, ""));
    for (int task = 0; task < phases.length; task++) {
      scenario.then(Samples.status(1, 1, task, phases[task], 2));
    }
    return scenario;
  }

  private static Scenario allLocal() {
    return inFlight(TaskPhase.LOCAL, TaskPhase.LOCAL, TaskPhase.LOCAL);
  }

  private static Event lost(long salvageMillis) {
    return new Event.AgentLost(new AgentId("a1"), new Incarnation(1), salvageMillis, false);
  }

  private static Event ack(int task) {
    return Samples.ack(1, 1, task, 2, List.of(Samples.segment(2, 1, "a1-" + task)));
  }

  private static Event back() {
    return new Event.RegisterAgent(new AgentId("a1"), "n1b", "127.0.0.1", 4000, 40, WAIT);
  }

  @Test
  void theCheckpointInFlightOutlivesItsAgentAndIsWhatTheJobRestores() {
    Scenario scenario = allLocal().then(ack(0)).then(lost(WAIT));
    assertEquals(JobStatus.SALVAGING, scenario.job().status());
    assertEquals(CheckpointStatus.EXECUTING, scenario.checkpoint(2).status());
    assertEquals("agent a1 was lost", scenario.checkpoint(2).salvage());

    scenario.then(back());
    assertEquals(3, ((Outcome.Accepted) scenario.last()).id());
    scenario.then(ack(1)).then(ack(2)).then(Samples.durable(1, 2));
    assertEquals(CheckpointStatus.COMPLETED, scenario.checkpoint(2).status());
    assertEquals(JobStatus.RESTARTING, scenario.job().status());
    assertEquals(0, scenario.job().budget().failuresInRow());

    Placement again = new Placement(new AgentId("a1"), new Incarnation(3));
    scenario.then(Samples.start(1, 1, 2, 3, again));
    assertTrue(scenario.last().isAccepted());
    AttemptState attempt = scenario.job().attempt();
    assertEquals(new CheckpointId(2), attempt == null ? null : attempt.restoreFrom());
  }

  @Test
  void aRestartOfTheAgentBeforeItsLeaseRunsOutSalvagesToo() {
    Scenario scenario = allLocal().then(back());
    assertEquals(JobStatus.SALVAGING, scenario.job().status());
    assertEquals("agent a1 was started again", scenario.checkpoint(2).salvage());
  }

  @Test
  void whatLacksALocalSnapshotIsAbortedAtOnceAndSaysWhose() {
    Scenario scenario = inFlight(TaskPhase.LOCAL, TaskPhase.STARTED).then(lost(WAIT));
    assertEquals(JobStatus.RESTARTING, scenario.job().status());
    assertEquals(AbortReason.TASK_LOST, scenario.checkpoint(2).abort());
    assertEquals(
        "agent a1 was lost; it cannot be salvaged: count/0 and 1 more had no local snapshot yet",
        scenario.checkpoint(2).detail());
    assertEquals("agent a1 was lost", scenario.job().reason());
  }

  @Test
  void anEventOfAnOlderLogSalvagesNothing() {
    Scenario scenario = allLocal().then(lost(0));
    assertEquals(JobStatus.RESTARTING, scenario.job().status());
    assertEquals("agent a1 was lost", scenario.checkpoint(2).detail());
  }

  private static Event failed(int task, SalvageWait wait) {
    Event.TaskStatusUpdate said =
        (Event.TaskStatusUpdate) Samples.status(1, 1, task, TaskPhase.FAILED, 0);
    return said.with(wait);
  }

  @Test
  void aTaskThatFailsAfterTheCutIsOnDiskDoesNotEndTheCheckpoint() {
    Scenario scenario = allLocal().then(ack(0)).then(failed(1, SalvageWait.OFFERED));
    assertEquals(JobStatus.SALVAGING, scenario.job().status());
    assertEquals("count/0 failed: why", scenario.checkpoint(2).salvage());

    scenario.then(lost(WAIT));
    assertEquals(JobStatus.SALVAGING, scenario.job().status(), "the loss comes late, and ends it");
    scenario.then(back()).then(ack(1)).then(ack(2)).then(Samples.durable(1, 2));
    assertEquals(CheckpointStatus.COMPLETED, scenario.checkpoint(2).status());
    assertEquals(JobStatus.RESTARTING, scenario.job().status());
    assertEquals(new CheckpointId(2), scenario.job().newestCompleted());
  }

  @Test
  void aTaskThatFailsBeforeTheCutIsOnDiskEndsItAndIsToBlame() {
    Scenario scenario =
        inFlight(TaskPhase.LOCAL, TaskPhase.STARTED, TaskPhase.LOCAL)
            .then(failed(2, SalvageWait.OFFERED));
    assertEquals(JobStatus.RESTARTING, scenario.job().status());
    AbortCause cause = scenario.checkpoint(2).cause();
    assertEquals(2, cause == null ? AbortCause.NO_TASK : cause.task());
    assertEquals(
        "write/0 failed: why; it cannot be salvaged: count/0 had no local snapshot yet",
        scenario.checkpoint(2).detail());
  }

  @Test
  void aFailureInAnOlderLogSalvagesNothing() {
    Scenario scenario = allLocal().then(failed(1, SalvageWait.NONE));
    assertEquals(JobStatus.RESTARTING, scenario.job().status());
    assertEquals("count/0 failed: why", scenario.checkpoint(2).detail());
  }

  @Test
  void theWaitIsNoShorterThanAProcessNeedsToStart() {
    Scenario scenario = allLocal().then(failed(1, SalvageWait.OFFERED));
    long left = scenario.job().budget().notBeforeElapsedMillis() - scenario.state().elapsedMillis();
    assertEquals(SalvageWait.MIN_MILLIS, left);
  }

  @Test
  void noAttemptBeginsMeanwhile() {
    Scenario scenario = allLocal().then(lost(WAIT));
    Placement other = new Placement(new AgentId("a2"), new Incarnation(2));
    assertFalse(scenario.then(Samples.start(1, 1, 1, 3, other)).last().isAccepted());
  }

  @Test
  void theWaitIsNoLongerThanTheWorkThatIsAtStake() {
    Scenario scenario = allLocal().then(lost(WAIT));
    Event giveUp = Samples.abort(1, 2, AbortReason.TASK_LOST);
    long due = scenario.job().budget().notBeforeElapsedMillis();
    long now = scenario.state().elapsedMillis();
    assertTrue(due - now >= 2_490 && due - now < 2_600, "waits " + (due - now) + " ms");
    assertFalse(scenario.then(giveUp).last().isAccepted());
    assertFalse(scenario.passing(2_000).then(giveUp).last().isAccepted());
    assertTrue(scenario.passing(600).then(giveUp).last().isAccepted());
    assertEquals(JobStatus.RESTARTING, scenario.job().status());
    assertEquals(new CheckpointId(1), scenario.job().newestCompleted());
  }

  @Test
  void theWaitIsBoundedWhenNothingIsCompletedYet() {
    Scenario scenario =
        Scenario.running(Samples.pipeline("job", 1))
            .passing(100_000)
            .then(Samples.request(1, CheckpointKind.PERIODIC, ""));
    for (int task = 0; task < 3; task++) {
      scenario.then(Samples.status(1, 1, task, TaskPhase.LOCAL, 1));
    }
    scenario.then(lost(WAIT));
    long left = scenario.job().budget().notBeforeElapsedMillis() - scenario.state().elapsedMillis();
    assertEquals(WAIT, left);
  }

  @Test
  void aDeclineEndsTheWaitAtOnce() {
    Scenario scenario =
        allLocal().then(lost(WAIT)).then(Samples.status(1, 1, 1, TaskPhase.DECLINED, 2));
    assertEquals(AbortReason.DECLINED, scenario.checkpoint(2).abort());
    assertEquals(JobStatus.RESTARTING, scenario.job().status());
    assertEquals(
        scenario.state().elapsedMillis(), scenario.job().budget().notBeforeElapsedMillis());
  }

  @Test
  void noProposerMaySayTaskLostOfALiveAttempt() {
    Scenario scenario = allLocal();
    assertFalse(scenario.then(Samples.abort(1, 2, AbortReason.TASK_LOST)).last().isAccepted());
  }

  @Test
  void aSavepointIsNotWaitedFor() {
    Scenario scenario =
        Scenario.running(Samples.pipeline("job", 1)).then(Samples.savepoint(1, "s", "r1"));
    for (int task = 0; task < 3; task++) {
      scenario.then(Samples.status(1, 1, task, TaskPhase.LOCAL, 1));
    }
    scenario.then(lost(WAIT));
    assertEquals(JobStatus.RESTARTING, scenario.job().status());
    assertTrue(scenario.checkpoint(1).detail().contains("no attempt restores a SAVEPOINT"));
  }

  @Test
  void aPersonMayCancelMeanwhile() {
    Scenario scenario =
        allLocal()
            .then(lost(WAIT))
            .then(new Event.StopJob("stop-1", new JobId(1), StopMode.CANCEL));
    assertEquals(JobStatus.CANCELLED, scenario.job().status());
    assertEquals(AbortReason.JOB_ENDED, scenario.checkpoint(2).abort());
  }
}
