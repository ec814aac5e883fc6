package io.cairn.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.process.history.HistoryEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FactsTest {
  private final RunFacts facts = new RunFacts();
  private final List<HistoryEvent> events = new ArrayList<>();

  private void event(long at, String node, String kind, String fields) {
    String line =
        "{\"at\":%d,\"seq\":1,\"node\":\"%s\",\"kind\":\"%s\"%s}"
            .formatted(at, node, kind, fields.isEmpty() ? "" : "," + fields.replace('\'', '"'));
    HistoryEvent event = HistoryEvent.parse(line).orElseThrow();
    events.add(event);
    facts.take(List.of(event));
  }

  private void checkpoint(long at, String node, String state, long term) {
    event(
        at,
        node,
        "checkpoint",
        "'checkpoint':5,'state':'%s','tasks':2,'term':%d".formatted(state, term));
  }

  private void ofTask(long at, String kind, int task) {
    event(at, "a1", kind, "'checkpoint':5,'attempt':1,'task':%d".formatted(task));
  }

  /** Two tasks; task 0 is confirmed at 13, the leader dies at 15, task 1 follows. */
  private void run() {
    event(1, "c1", "leader", "'term':1");
    event(2, "c1", "job", "'state':'RUNNING','attempt':1");
    checkpoint(10, "c1", "REQUESTING", 1);
    ofTask(11, "snapshot", 0);
    ofTask(11, "snapshot", 1);
    checkpoint(12, "c1", "EXECUTING", 1);
    ofTask(12, "ack-sent", 0);
    event(12, "c1", "ack", "'checkpoint':5,'task':0");
    ofTask(13, "ack-confirmed", 0);
  }

  private void complete() {
    event(400, "c2", "leader", "'term':2");
    ofTask(401, "ack-sent", 1);
    event(402, "c2", "ack", "'checkpoint':5,'task':1");
    ofTask(403, "ack-confirmed", 1);
    checkpoint(404, "c2", "COMPLETED", 2);
  }

  @Test
  void theMomentIsWhenSomeAcksAreConfirmedAndOthersAreNot() {
    Moment moment = new Moment(0, 1);
    assertTrue(moment.in(facts).isEmpty());
    run();
    assertEquals(5, moment.in(facts).orElseThrow().id());
    assertTrue(new Moment(1, 1).in(facts).isEmpty());
    assertTrue(new Moment(0, 2).in(facts).isEmpty());
    event(14, "c1", "ack", "'checkpoint':5,'task':1");
    assertTrue(moment.in(facts).isEmpty());
  }

  @Test
  void keptAcksAreCountedAndNoneIsRepeated() {
    run();
    complete();
    CheckpointFacts checkpoint = facts.checkpoints().get(5L);
    assertTrue(checkpoint.completed());
    assertEquals(2, checkpoint.decidedTerm());
    assertEquals("c2", facts.leader());
    assertEquals(Set.of(0), Audit.confirmedBy(checkpoint, 15).keySet());
    assertEquals(0, Audit.acksRepeated(events, checkpoint, 15));
    assertEquals(0, Audit.tasksStarted(events, 15, 404));
  }

  @Test
  void anAckSentAgainAfterItsConfirmationIsCounted() {
    run();
    ofTask(300, "ack-sent", 0);
    complete();
    assertEquals(1, Audit.acksRepeated(events, facts.checkpoints().get(5L), 15));
  }

  @Test
  void aSnapshotTakenAgainIsCounted() {
    run();
    ofTask(300, "snapshot", 0);
    ofTask(301, "ack-sent", 0);
    complete();
    assertEquals(1, Audit.acksRepeated(events, facts.checkpoints().get(5L), 15));
  }

  @Test
  void aReplicaThatIsBehindMovesNothingBack() {
    run();
    complete();
    checkpoint(405, "c1", "EXECUTING", 1);
    event(406, "c1", "job", "'state':'DEPLOYING','attempt':1");
    event(407, "c1", "leader", "'term':1");
    assertEquals("COMPLETED", facts.checkpoints().get(5L).state());
    assertEquals("RUNNING", facts.jobState());
    assertEquals("c2", facts.leader());
    assertEquals(1, facts.completed());
    assertFalse(facts.running().isPresent());
  }

  @Test
  void aNewAttemptIsFollowedThroughItsStates() {
    run();
    event(500, "c1", "job", "'state':'RESTARTING','attempt':1");
    event(501, "c1", "job", "'state':'DEPLOYING','attempt':2");
    event(502, "a1", "task", "'state':'restored','attempt':2,'checkpoint':4,'task':0");
    event(503, "a1", "task", "'state':'started','attempt':2,'task':0");
    event(504, "c1", "job", "'state':'RUNNING','attempt':2");
    assertEquals(2, facts.attempt());
    assertEquals("RUNNING", facts.jobState());
    assertEquals(4, Audit.restoredFrom(events, 2));
    assertEquals(1, Audit.tasksStarted(events, 499, 504));
    event(600, "c1", "job", "'state':'FINISHED','attempt':2");
    assertTrue(facts.jobEnded());
  }
}
