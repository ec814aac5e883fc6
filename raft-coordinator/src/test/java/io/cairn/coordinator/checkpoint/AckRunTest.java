package io.cairn.coordinator.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many acks in one batch have the effect and the outcomes of the same ones one by one. */
class AckRunTest {
  private static final int ACKS = 60;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void aRunIsTheSameAsItsAcksOneByOne(long seed) {
    Random random = new Random(seed);
    Scenario scenario =
        Scenario.running(Samples.pipeline("orders", 4))
            .completed(1, 1)
            .then(Samples.request(1, CheckpointKind.PERIODIC, ""));
    int tasks = scenario.job().spec().graph().taskCount();
    List<Event> acks = new ArrayList<>();
    for (int i = 0; i < ACKS; i++) {
      acks.add(random(random, tasks));
    }
    Step run = StateMachine.apply(scenario.state(), new Batch(1, 1_000_000, acks));
    ClusterState state = Clocks.advance(scenario.state(), 1, 1_000_000);
    List<Outcome> outcomes = new ArrayList<>();
    for (Event ack : acks) {
      Verdict verdict = StateMachine.apply(state, ack);
      state = verdict.next();
      outcomes.add(verdict.outcome());
    }
    assertEquals(outcomes, run.outcomes());
    assertEquals(state.stateHash(), run.next().stateHash());
    assertEquals(state, run.next());
    Set<Class<?>> kinds = new HashSet<>();
    outcomes.forEach(outcome -> kinds.add(outcome.getClass()));
    assertTrue(kinds.size() > 1, "seed " + seed + " reaches " + kinds);
  }

  private static Event random(Random random, int tasks) {
    long checkpoint = random.nextInt(12) == 0 ? 1 + random.nextInt(3) : 2;
    long attempt = random.nextInt(15) == 0 ? 2 : 1;
    int task = random.nextInt(tasks + 2) - 1;
    SegmentPath own = Samples.segment(checkpoint, attempt, "a1-" + random.nextInt(3));
    SegmentPath old = Samples.segment(1, 1, "a1-" + random.nextInt(tasks + 1));
    return Samples.ack(
        1, attempt, task, checkpoint, random.nextBoolean() ? List.of(own) : List.of(own, old));
  }
}
