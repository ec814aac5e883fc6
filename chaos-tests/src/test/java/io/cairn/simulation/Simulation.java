package io.cairn.simulation;

import io.cairn.coordinator.checkpoint.StopMode;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** One run of a whole cluster in virtual time, from a seed. */
public final class Simulation {
  private static final long FAULTS_UNTIL = 4_000 * World.MILLI;
  private static final long MILLIS_TO_RECOVER = 30_000;

  private final long seed;
  private final World world;
  private final Cluster cluster;
  private final Script script;

  /**
   * What came of a run.
   *
   * @param violation null when every invariant held
   * @param counts how often each transition and fault was reached
   * @param trace the last lines, when it was traced
   * @param events how many things happened
   */
  public record Result(
      long seed, String violation, Map<String, Integer> counts, List<String> trace, long events) {}

  private Simulation(long seed, boolean tracing) {
    this.seed = seed;
    this.world = new World(seed, tracing);
    this.cluster = new Cluster(world, 3, 2 + world.random.nextInt(2));
    this.script = new Script(cluster, FAULTS_UNTIL);
  }

  /** Runs it; a violation is a result, not an exception. */
  public static Result run(long seed, boolean tracing) {
    Violation.forget();
    Simulation simulation = new Simulation(seed, tracing);
    Failpoints.arm(simulation.world, simulation.cluster.faults());
    String violation = null;
    try {
      simulation.run();
    } catch (RuntimeException broken) {
      violation = describe(broken, simulation.world);
    }
    Failpoints.leave();
    World world = simulation.world;
    return new Result(seed, violation, world.counts, world.trace(), world.happened());
  }

  /** What the product throws is a violation too: nothing of it may throw here. */
  private static String describe(RuntimeException broken, World world) {
    for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
      if (cause instanceof Violation) {
        return cause.getMessage();
      }
    }
    for (StackTraceElement element : broken.getStackTrace()) {
      world.trace("", "  at %s", element);
    }
    return broken.toString();
  }

  private void run() {
    cluster.start();
    script.start();
    advance(FAULTS_UNTIL);
    script.end();
    Recovery recovery = new Recovery(cluster, script.jobs());
    until(recovery::missing);
    if (seed % 4 == 0) {
      until(() -> recovery.unended(StopMode.DRAIN));
    } else if (seed % 4 == 1) {
      until(() -> recovery.unended(StopMode.CANCEL));
    } else if (seed % 4 == 2) {
      until(() -> recovery.unended(StopMode.SAVEPOINT));
      until(script.savepoints()::handedOver);
      until(() -> recovery.unended(StopMode.CANCEL));
      until(script.savepoints()::remaining);
    }
    recovery.countOrphans();
  }

  private void advance(long untilMicros) {
    while (world.next(untilMicros)) {
      cluster.pump();
      Violation.check();
    }
  }

  private void until(Supplier<String> missing) {
    long deadline = world.micros() + MILLIS_TO_RECOVER * World.MILLI;
    for (String what = missing.get(); !what.isEmpty(); what = missing.get()) {
      Violation.unless(
          world.micros() < deadline,
          "%d s without faults, and not yet: %s",
          MILLIS_TO_RECOVER / 1_000,
          what);
      advance(world.micros() + 100 * World.MILLI);
    }
  }
}
