package io.cairn.coordinator.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Replays one seed with {@code -Dcairn.seed=N}. */
class RandomWalkTest {
  private static final int SEEDS = Boolean.getBoolean("cairn.full") ? 3_000 : 300;
  private static final int EVENTS = 2_000;

  @Test
  void everyInvariantHoldsAfterEveryEventAndEveryTransitionIsReached() {
    TransitionLog log = new TransitionLog();
    Long only = Long.getLong("cairn.seed");
    if (only != null) {
      Walk.run(StateMachine::apply, only, EVENTS, log);
      return;
    }
    System.out.println("random walk over seeds 1 to " + SEEDS);
    LongStream.rangeClosed(1, SEEDS)
        .parallel()
        .forEach(
            seed -> {
              TransitionLog own = new TransitionLog();
              Walk.run(StateMachine::apply, seed, EVENTS, own);
              log.add(own);
            });
    log.counts().forEach((transition, count) -> System.out.println(count + " " + transition));
    Set<String> missing = new TreeSet<>(EnteredTransitions.ALL);
    missing.removeAll(log.counts().keySet());
    assertEquals(Set.of(), missing, "transitions of docs/state-machines.md never reached");
    Set<String> unknown = new TreeSet<>(log.counts().keySet());
    unknown.removeAll(EnteredTransitions.ALL);
    assertEquals(Set.of(), unknown, "transitions that docs/state-machines.md does not have");
  }

  @Test
  void theSameSeedGivesTheSameState() {
    long first = Walk.run(StateMachine::apply, 42, 1_000, new TransitionLog()).stateHash();
    long second = Walk.run(StateMachine::apply, 42, 1_000, new TransitionLog()).stateHash();
    assertEquals(first, second);
  }
}
