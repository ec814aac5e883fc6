package io.cairn.coordinator.leader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.coordinator.checkpoint.AbortReason;
import io.cairn.coordinator.checkpoint.Attempt;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.Placement;
import io.cairn.coordinator.checkpoint.SalvageWait;
import io.cairn.coordinator.checkpoint.TaskPhase;
import io.cairn.coordinator.leader.ActionKey.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReconcilerTest {
  private static final CheckpointId ONE = new CheckpointId(1);

  @Test
  void nothingIsDoneBeforeTheClusterHasAnId() {
    assertEquals(List.of(), new Scenario().plan().actions());
  }

  @Test
  void aSubmittedJobIsSpreadOverTheAgents() {
    Scenario s = Scenario.withAgents(2);
    s.submit(Scenario.policy(0, 1_000));
    assertEquals(
        List.of(
            new Event.StartAttempt(
                Scenario.JOB,
                Attempt.NONE,
                CheckpointId.NONE,
                List.of(s.place("a1"), s.place("a2"), s.place("a1"), s.place("a2")))),
        s.proposals());
  }

  @Test
  void aJobWaitsForSlots() {
    Scenario s = Scenario.withAgents(0);
    s.register("a1", 3);
    s.submit(Scenario.policy(0, 1_000));
    assertEquals(List.of(), s.proposals());
    s.register("a2", 1);
    assertEquals(1, s.proposals().size());
  }

  @Test
  void aJobWaitsWhileAnAgentIsInDoubt() {
    Scenario s = Scenario.withAgents(2);
    s.submit(Scenario.policy(0, 1_000));
    s.silent("a2", Scenario.LEASE - 1);
    assertEquals(List.of(), s.proposals());
    assertTrue(s.plan().wakeInMillis() <= 50);
  }

  @Test
  void anAgentIsDeclaredLostWhenItsLeaseHasRunOut() {
    Scenario s = Scenario.withAgents(2);
    s.silent("a2", Scenario.LEASE - 10);
    assertEquals(List.of(), s.plan().actions());
    assertEquals(10, s.plan().wakeInMillis());
    s.silent("a2", Scenario.LEASE);
    assertEquals(
        List.of(
            new Event.AgentLost(
                s.place("a2").agent(), s.place("a2").incarnation(), SalvageWait.OFFERED, false)),
        s.proposals());
  }

  @Test
  void aLeaderThatHearsTheMinorityHandsOverOnceBeforeItDeclaresAnyoneLost() {
    Scenario s = Scenario.withAgents(3);
    s.silent("a2", Scenario.LEASE);
    s.silent("a3", Scenario.LEASE);
    assertEquals(
        List.of(Kind.HAND_OVER), s.plan().actions().stream().map(a -> a.key().kind()).toList());
    s.mayHandOver = false;
    assertEquals(2, s.proposals().size());
  }

  @Test
  void aCheckpointIsRequestedWhenTheIntervalIsOver() {
    Scenario s = Scenario.running();
    Event request = new Event.CheckpointRequest(Scenario.JOB, CheckpointKind.PERIODIC, "");
    assertEquals(List.of(request), s.proposals());
    s.request(CheckpointKind.PERIODIC);
    assertEquals(List.of(), s.proposals());
    s.ack(1, 0, 1, 2, 3);
    s.complete(1);
    assertEquals(List.of(), s.proposals());
    assertEquals(1_000, s.plan().wakeInMillis());
    s.sinceBatch = 1_000;
    assertEquals(List.of(request), s.proposals());
  }

  @Test
  void aFinalCheckpointFollowsTheEndOfEverySource() {
    Scenario s = Scenario.running();
    s.phase(TaskPhase.END_OF_INPUT, 0, 1);
    assertEquals(
        List.of(new Event.CheckpointRequest(Scenario.JOB, CheckpointKind.FINAL, "")),
        s.proposals());
    s.request(CheckpointKind.FINAL);
    s.ack(1, 0, 1, 2, 3);
    s.complete(1);
    assertEquals(List.of(), s.proposals());
  }

  @Test
  void anAbortedFinalCheckpointIsAskedForAgainAfterAPause() {
    Scenario s = Scenario.running();
    s.phase(TaskPhase.END_OF_INPUT, 0, 1);
    s.request(CheckpointKind.FINAL);
    s.elapse(5_000);
    s.apply(new Event.AbortCheckpoint(Scenario.JOB, ONE, AbortReason.TIMEOUT, ""));
    assertEquals(List.of(), s.proposals());
    s.sinceBatch = CheckpointDuties.MIN_FINAL_RETRY_MILLIS;
    assertEquals(1, s.proposals().size());
  }

  @Test
  void aCheckpointThatUsedUpItsBudgetIsAborted() {
    Scenario s = Scenario.running();
    s.request(CheckpointKind.PERIODIC);
    s.ack(1, 0);
    s.sinceBatch = 4_999;
    assertEquals(List.of(), s.proposals());
    s.sinceBatch = 5_000;
    Event.AbortCheckpoint abort = (Event.AbortCheckpoint) s.proposals().get(0);
    assertEquals(AbortReason.TIMEOUT, abort.reason());
    assertEquals("1 of 4 tasks have acknowledged", abort.detail());
  }

  @Test
  void aCommittingCheckpointIsWrittenAndInTheEndGivenUpForItsMetadata() {
    Scenario s = Scenario.running();
    s.request(CheckpointKind.PERIODIC);
    s.ack(1, 0, 1, 2, 3);
    ActionKey key = ActionKey.of(Kind.WRITE_PENDING, Scenario.JOB, ONE);
    assertEquals(List.of(new Action.WritePending(key, Scenario.JOB, ONE)), s.plan().actions());
    s.memory = s.memory.begun(key);
    assertEquals(List.of(), s.plan().actions());
    s.memory = s.memory.failed(key, 0, "no space");
    assertEquals(List.of(), s.plan().actions());
    s.sinceBatch = 5_000;
    Event.AbortCheckpoint abort = (Event.AbortCheckpoint) s.proposals().get(0);
    assertEquals(AbortReason.METADATA_FAILED, abort.reason());
    assertEquals("no space", abort.detail());
  }

  @Test
  void anAttemptWaitsForItsDelayAndForACommittingCheckpoint() {
    Scenario s = Scenario.running();
    s.request(CheckpointKind.PERIODIC);
    s.ack(1, 0, 1, 2, 3);
    s.phase(TaskPhase.FAILED, 3);
    s.sinceBatch = 1_000;
    assertEquals(List.of(), s.proposals());
    s.complete(1);
    s.sinceBatch = 999;
    assertEquals(List.of(), s.proposals());
    s.sinceBatch = 1_000;
    Event.StartAttempt start = (Event.StartAttempt) s.proposals().get(0);
    assertEquals(new Attempt(1), start.expectedAttempt());
    assertEquals(ONE, start.expectedCompleted());
  }

  @Test
  void completedCheckpointsArePublishedNewestFirstOneAtATime() {
    Scenario s = Scenario.running();
    s.request(CheckpointKind.PERIODIC);
    s.ack(1, 0, 1, 2, 3);
    s.complete(1);
    ActionKey key = ActionKey.of(Kind.PUBLISH, Scenario.JOB, ONE);
    assertEquals(List.of(new Action.Publish(key, Scenario.JOB, ONE)), s.plan().actions());
    s.memory = s.memory.begun(key).succeeded(key).publishedToo(Scenario.JOB, ONE);
    assertEquals(List.of(), s.plan().actions());
  }

  @Test
  void whatIsCondemnedIsDeletedUnlessThisLeaderStillWritesIt() {
    Scenario s = Scenario.running();
    s.request(CheckpointKind.PERIODIC);
    s.ack(1, 0, 1, 2);
    s.elapse(5_000);
    s.apply(new Event.AbortCheckpoint(Scenario.JOB, ONE, AbortReason.TIMEOUT, ""));
    s.request(CheckpointKind.PERIODIC);
    Action.Delete delete = (Action.Delete) s.plan().actions().get(0);
    assertEquals(List.of(ONE), delete.checkpoints());
    assertEquals(3, delete.segments().size());
    s.memory = s.memory.begun(ActionKey.of(Kind.WRITE_PENDING, Scenario.JOB, ONE));
    delete = (Action.Delete) s.plan().actions().get(0);
    assertEquals(List.of(), delete.checkpoints());
    s.apply(new Event.FilesDeleted(Scenario.JOB, delete.segments(), List.of(ONE)));
    assertEquals(List.of(), s.plan().actions());
  }

  @Test
  void timeIsLoggedTwiceASecondWhileACheckpointRuns() {
    Scenario s = Scenario.running();
    s.request(CheckpointKind.PERIODIC);
    s.sinceBatch = 499;
    assertEquals(List.of(), s.plan().actions());
    assertEquals(1, s.plan().wakeInMillis());
    s.sinceBatch = 500;
    assertEquals(Kind.TICK, s.plan().actions().get(0).key().kind());
  }

  @Test
  void aFailedActionWaitsTwiceAsLongEachTime() {
    ActionKey key = ActionKey.of(Kind.TICK);
    LeaderMemory memory = LeaderMemory.EMPTY.failed(key, 0, "x");
    assertTrue(!memory.isFree(key, 99) && memory.isFree(key, 100));
    memory = memory.failed(key, 100, "x");
    assertTrue(!memory.isFree(key, 299) && memory.isFree(key, 300));
    assertTrue(memory.succeeded(key).isFree(key, 100));
  }

  @Test
  void tasksStayWhereTheyWereAndSpreadWhenAnAgentIsGone() {
    Scenario s = Scenario.running();
    s.apply(new Event.AgentLost(s.place("a1").agent(), s.place("a1").incarnation(), 0, false));
    s.register("a3", 4);
    s.sinceBatch = 1_000;
    Event.StartAttempt start = (Event.StartAttempt) s.proposals().get(0);
    assertEquals(
        List.of(s.place("a3"), s.place("a2"), s.place("a3"), s.place("a2")), start.placement());
  }

  @Test
  void tasksGoBackToTheAgentThatHasTheirStateWhenItIsBack() {
    Scenario s = Scenario.running();
    List<Placement> before = s.job().attempt().placement();
    s.apply(new Event.RegisterAgent(s.place("a1").agent(), "again", "localhost", 1000, 4, 0));
    s.sinceBatch = 1_000;
    Event.StartAttempt start = (Event.StartAttempt) s.proposals().get(0);
    assertEquals(
        before.stream().map(Placement::agent).toList(),
        start.placement().stream().map(Placement::agent).toList());
    assertEquals(s.place("a1"), start.placement().get(0), "under its new incarnation");
  }

  @Test
  void slotsOfUserCodeThatDoesNotEndAreNotGivenAway() {
    Scenario s = Scenario.withAgents(2);
    s.stuck("a1", 3);
    s.submit(Scenario.policy(1_000, 5_000));
    Event.StartAttempt start = (Event.StartAttempt) s.proposals().get(0);
    assertEquals(1, start.placement().stream().filter(s.place("a1")::equals).count());
    s.stuck("a2", 2);
    assertEquals(List.of(), s.proposals(), "three slots are left, four are needed");
  }
}
