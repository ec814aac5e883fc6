package io.cairn.chaos.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.process.history.HistoryEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Right histories of processes are accepted, and each kind of wrong one is found. */
class HistoryCheckersTest {
  private long seq;

  @Test
  void theWayOfACheckpointIsAccepted() {
    Verdict verdict =
        decisions(
            "c1", way(1, "REQUESTING", "EXECUTING", "COMMITTING", "COMPLETED", "SUBSUMED"),
            "c2", way(1, "REQUESTING", "EXECUTING", "ABORTED", "DISCARDED").subList(0, 2));

    assertEquals(List.of(), verdict.violations());
    assertEquals(7, verdict.examined());
  }

  @Test
  void gapsAreAccepted() {
    assertTrue(decisions("c1", way(1, "EXECUTING", "DISCARDED"), "c2", List.of()).holds());
  }

  @Test
  void twoDecisionsOnOneReplicaAreFound() {
    Verdict verdict = decisions("c1", way(1, "EXECUTING", "COMPLETED", "ABORTED"), "c2", List.of());
    assertEquals(
        List.of(
            "c1: checkpoint 1/1 goes from COMPLETED to ABORTED at index 0",
            "c1: checkpoint 1/1 is ABORTED, elsewhere COMPLETED"),
        verdict.violations());
  }

  @Test
  void differentDecisionsOnTwoReplicasAreFound() {
    assertFound(
        "checkpoint 1/1 is ABORTED, elsewhere COMPLETED",
        decisions("c1", way(1, "EXECUTING", "COMPLETED"), "c2", way(1, "EXECUTING", "ABORTED")));
  }

  @Test
  void aWayBackIsFound() {
    assertFound(
        "goes from COMMITTING to EXECUTING",
        decisions("c1", way(1, "EXECUTING", "COMMITTING", "EXECUTING"), "c2", List.of()));
  }

  @Test
  void anIdThatIsUsedAgainOrShrinksIsFound() {
    List<HistoryEvent> shrinks = new ArrayList<>(way(7, "REQUESTING", "COMPLETED"));
    shrinks.addAll(way(6, "REQUESTING"));
    assertFound("asks for checkpoint 6 after 7", decisions("c1", shrinks, "c2", List.of()));
    List<HistoryEvent> again = new ArrayList<>(way(7, "REQUESTING", "ABORTED"));
    again.addAll(way(7, "REQUESTING"));
    assertFound("goes from ABORTED to REQUESTING", decisions("c1", again, "c2", List.of()));
  }

  @Test
  void twoLeadersOfOneTermAreFound() {
    Verdict right =
        LeaderTerms.judge(Map.of("c1", List.of(leader("c1", 3)), "c2", List.of(leader("c2", 4))));
    assertTrue(right.holds());

    Verdict wrong =
        LeaderTerms.judge(Map.of("c1", List.of(leader("c1", 3)), "c2", List.of(leader("c2", 3))));
    assertFound("term 3", wrong);
  }

  @Test
  void anAckThatIsSentAgainBeforeItIsConfirmedIsAccepted() {
    assertTrue(acks(ack("ack-sent"), ack("ack-sent"), ack("ack-confirmed")).holds());
  }

  @Test
  void aConfirmedAckThatIsSentAgainIsFound() {
    assertFound(
        "a confirmed ack is sent again",
        acks(ack("ack-sent"), ack("ack-confirmed"), ack("ack-sent")));
  }

  @Test
  void anotherProcessMaySendWhatTheKilledOneHadConfirmed() {
    List<HistoryEvent> events = new ArrayList<>(List.of(ack("ack-sent"), ack("ack-confirmed")));
    seq = 0;
    events.add(ack("session"));
    events.add(ack("ack-sent"));
    assertTrue(AcksOnce.judge(Map.of("a1", events)).holds());
  }

  @Test
  void aSecondSnapshotIsFound() {
    assertFound("a second snapshot", acks(ack("snapshot"), ack("ack-sent"), ack("snapshot")));
  }

  @Test
  void committedFilesMayComeButNeitherGoNorChange() {
    SinkHistory right = new SinkHistory();
    right.compare(Map.of("a", 5L));
    right.compare(Map.of("a", 5L, "b", 1L));
    assertTrue(right.verdict().holds());

    SinkHistory gone = new SinkHistory();
    gone.compare(Map.of("a", 5L));
    gone.compare(Map.of("b", 1L));
    assertFound("the committed file a is gone", gone.verdict());

    SinkHistory grown = new SinkHistory();
    grown.compare(Map.of("a", 5L));
    grown.compare(Map.of("a", 6L));
    assertFound("had 5 octets and has 6", grown.verdict());
  }

  private static void assertFound(String words, Verdict verdict) {
    assertEquals(1, verdict.violations().size(), () -> verdict.violations().toString());
    assertTrue(verdict.violations().get(0).contains(words), () -> verdict.violations().toString());
  }

  private static Verdict decisions(
      String one, List<HistoryEvent> first, String other, List<HistoryEvent> second) {
    return CheckpointDecisions.judge(new java.util.TreeMap<>(Map.of(one, first, other, second)));
  }

  private static Verdict acks(HistoryEvent... events) {
    return AcksOnce.judge(Map.of("a1", List.of(events)));
  }

  private List<HistoryEvent> way(long checkpoint, String... states) {
    List<HistoryEvent> events = new ArrayList<>();
    for (String state : states) {
      events.add(
          event("checkpoint", "'job':1,'checkpoint':" + checkpoint + ",'state':'" + state + "'"));
    }
    return events;
  }

  private HistoryEvent leader(String node, long term) {
    return event("leader", "'who':'" + node + "','term':" + term);
  }

  private HistoryEvent ack(String kind) {
    return event(kind, "'job':1,'attempt':1,'checkpoint':4,'task':2");
  }

  private HistoryEvent event(String kind, String fields) {
    String line = "{'at':1,'seq':%d,'node':'n','kind':'%s',%s}".formatted(++seq, kind, fields);
    return HistoryEvent.parse(line.replace('\'', '"')).orElseThrow();
  }
}
