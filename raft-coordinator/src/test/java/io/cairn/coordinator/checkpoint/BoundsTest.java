package io.cairn.coordinator.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What grows is bounded, and large jobs stay cheap. */
class BoundsTest {
  @Test
  void historyIsBoundedAndTheCountsStayExact() {
    Scenario scenario = Scenario.running(Samples.pipeline("job", 10));
    int rounds = History.MAX_SUMMARIES + 200;
    for (int id = 1; id <= rounds; id++) {
      scenario.then(Samples.request(1, CheckpointKind.PERIODIC, ""));
      for (int task = 0; task < 29; task++) {
        scenario.then(Samples.inlineAck(1, 1, task, id));
      }
      scenario.then(Samples.abort(1, id, AbortReason.PERSON));
    }
    assertEquals(rounds, scenario.job().counters().aborted());
    assertEquals(History.MAX_SUMMARIES, scenario.job().checkpoints().size());
    assertTrue(scenario.state().history().rows() <= History.MAX_ROWS);
    assertNull(scenario.job().checkpoint(new CheckpointId(200)));
    assertEquals(0, scenario.checkpoint(201).tasks().size());
    assertEquals(29, scenario.checkpoint(201).acks());
    assertEquals(29, scenario.checkpoint(rounds).tasks().size());
    Walk.checkRoundTrip(scenario.state());
  }

  @Test
  void rememberedRequestsAreBounded() {
    Scenario scenario = Scenario.bootstrapped();
    for (int i = 0; i < RequestLog.MAX_REQUESTS + 100; i++) {
      scenario.then(new Event.StopJob("r" + i, new JobId(1), StopMode.CANCEL));
    }
    RequestLog requests = scenario.state().requests();
    assertEquals(RequestLog.MAX_REQUESTS, requests.answers().size());
    assertEquals(RequestLog.MAX_REQUESTS, requests.order().size());
    assertNull(requests.answerOf("stop:r99"));
  }

  @Test
  void reasonsAreCutAtACharactersEdge() {
    String cut = Text.reason("\u20ac".repeat(300));
    assertEquals(170, cut.length());
    assertEquals("\u20ac".repeat(170), cut);
  }

  @Test
  void tenThousandTasksCompleteACheckpoint() {
    JobGraph graph =
        new JobGraph(
            List.of(new OperatorNode("read", OperatorKind.SOURCE, 10_000)), List.of(), 128);
    Scenario scenario =
        Scenario.bootstrapped()
            .then(Samples.register("a3", "n3", 10_000))
            .then(new Event.SubmitJob("s", Samples.spec("big", graph, Samples.POLICY)));
    Placement place = new Placement(new AgentId("a3"), new Incarnation(3));
    scenario.then(Samples.start(1, 0, 0, 10_000, place)).allRunning(1);
    scenario.then(Samples.request(1, CheckpointKind.PERIODIC, ""));
    for (int task = 0; task < 10_000; task++) {
      scenario.then(Samples.ack(1, 1, task, 1, List.of(Samples.segment(1, 1, "a" + task % 8))));
    }
    scenario.then(Samples.durable(1, 1));
    assertEquals(CheckpointStatus.COMPLETED, scenario.checkpoint(1).status());
    Walk.checkRoundTrip(scenario.state());
  }

  @Test
  void theHashDoesNotDependOnTheOrderOfAcks() {
    Scenario one = Scenario.running(Samples.pipeline("job", 1));
    Scenario two = Scenario.running(Samples.pipeline("job", 1));
    for (Scenario each : List.of(one, two)) {
      each.then(Samples.request(1, CheckpointKind.PERIODIC, ""));
    }
    one.then(Samples.inlineAck(1, 1, 0, 1)).then(Samples.inlineAck(1, 1, 1, 1));
    two.then(Samples.inlineAck(1, 1, 1, 1)).then(Samples.inlineAck(1, 1, 0, 1));
    assertEquals(one.state().stateHash(), two.state().stateHash());
  }
}
