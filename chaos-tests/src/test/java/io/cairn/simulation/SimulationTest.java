package io.cairn.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whole clusters in one thread and virtual time; see docs/testing.md. */
class SimulationTest {
  private static final long FIRST_SEED = 1;

  @BeforeAll
  static void silence() {
    Simulate.silence();
  }

  @Test
  void a_seed_always_gives_the_same_run() {
    Simulation.Result once = Simulation.run(7, true);
    Simulation.Result again = Simulation.run(7, true);
    assertEquals(once.trace(), again.trace());
    assertEquals(once.counts(), again.counts());
  }

  @Test
  void every_invariant_holds_whatever_coordinators_and_agents_and_the_store_do()
      throws InterruptedException {
    long seeds = Boolean.getBoolean("cairn.full") ? 20_000 : 2_000;
    Simulate.Summary summary = Simulate.seeds(FIRST_SEED, seeds);
    assertNull(
        summary.failed(),
        () -> summary.failed() == null ? "" : Simulate.describe(summary.failed()));
    assertEquals(
        List.of(), Reached.missed(summary.counts()), "never reached in " + seeds + " seeds");
  }
}
