package io.cairn.coordinator.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Job 1 runs on a1, which is to be drained; a2 has room. */
class DrainTest {
  private static final AgentId A1 = new AgentId("a1");
  private static final Placement ELSEWHERE = new Placement(new AgentId("a2"), new Incarnation(2));

  private static Event drain(boolean draining, String requestId) {
    return new Event.AgentDraining(requestId, A1, draining, "ada", 77);
  }

  private static Event relocate() {
    return Samples.request(1, CheckpointKind.RELOCATION, "");
  }

  private static Scenario running() {
    return Scenario.running(Samples.pipeline("job", 1)).completed(1, 1);
  }

  private static AgentState agent(Scenario scenario) {
    AgentState agent = scenario.state().agent(A1);
    if (agent == null) {
      throw new IllegalStateException("no agent");
    }
    return agent;
  }

  private static AttemptState attempt(Scenario scenario) {
    AttemptState attempt = scenario.job().attempt();
    if (attempt == null) {
      throw new IllegalStateException("no attempt");
    }
    return attempt;
  }

  @Test
  void theJobMovesWithACheckpointAfterWhichItsSourcesEmitNothing() {
    Scenario scenario = running().then(drain(true, "r1")).then(relocate());
    assertTrue(scenario.last().isAccepted());
    assertTrue(attempt(scenario).relocating());
    scenario.allAcked(1, 2).then(Samples.durable(1, 2));
    assertEquals(JobStatus.RESTARTING, scenario.job().status());
    assertEquals(AttemptStatus.ENDED, attempt(scenario).status());
    assertEquals(0, scenario.job().budget().failuresInRow(), "a move is no failure");
    assertEquals(0, scenario.job().counters().restarts());

    Placement same = new Placement(A1, new Incarnation(1));
    assertFalse(scenario.then(Samples.start(1, 1, 2, 3, same)).last().isAccepted());
    assertTrue(scenario.then(Samples.start(1, 1, 2, 3, ELSEWHERE)).last().isAccepted());
    assertEquals(new CheckpointId(2), attempt(scenario).restoreFrom());
    assertFalse(attempt(scenario).relocating());
  }

  @Test
  void onlyAJobOnSuchAnAgentMoves() {
    assertFalse(running().then(relocate()).last().isAccepted());
  }

  @Test
  void onceTheSourcesHaveStoppedThereIsNoWayBack() {
    Scenario scenario =
        running()
            .then(drain(true, "r1"))
            .then(relocate())
            .then(Samples.status(1, 1, 0, TaskPhase.DECLINED, 2))
            .then(drain(false, "r2"));
    assertEquals(JobStatus.RUNNING, scenario.job().status());
    assertFalse(scenario.then(Samples.request(1, CheckpointKind.PERIODIC, "")).last().isAccepted());
    assertTrue(scenario.then(relocate()).last().isAccepted());
    scenario.allAcked(1, 3).then(Samples.durable(1, 3));
    assertEquals(JobStatus.RESTARTING, scenario.job().status());
  }

  @Test
  void itOutlivesTheProcessAndSaysWho() {
    Scenario scenario = running().then(drain(true, "r1"));
    assertEquals(AgentStatus.DRAINING, agent(scenario).shownStatus());
    scenario.then(Samples.register("a1", "n1b", 40));
    assertEquals(new Drain("ada", 77), agent(scenario).drain());
    assertFalse(agent(scenario).mayHostMore());
    scenario.then(drain(false, "r2"));
    assertNull(agent(scenario).drain());
    assertTrue(agent(scenario).mayHostMore());
  }

  @Test
  void aRepeatedRequestIsAnsweredOnce() {
    Scenario scenario = running().then(drain(true, "r1")).then(drain(false, "r2"));
    assertTrue(scenario.then(drain(true, "r1")).last().isAccepted());
    assertNull(agent(scenario).drain());
  }

  @Test
  void anAgentThatNobodyKnowsIsNotDrained() {
    Event event = new Event.AgentDraining("r1", new AgentId("a9"), true, "ada", 1);
    assertFalse(running().then(event).last().isAccepted());
  }

  @Test
  void aLostAgentIsLostThoughItDrains() {
    Scenario scenario =
        running()
            .then(drain(true, "r1"))
            .then(relocate())
            .then(new Event.AgentLost(A1, new Incarnation(1), 0, false));
    assertEquals(AgentStatus.LOST, agent(scenario).shownStatus());
    assertEquals(AbortReason.TASK_LOST, scenario.checkpoint(2).abort());
    assertEquals(JobStatus.RESTARTING, scenario.job().status());
    assertEquals(1, scenario.job().budget().failuresInRow());
  }
}
