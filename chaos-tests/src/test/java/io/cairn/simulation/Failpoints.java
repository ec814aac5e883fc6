package io.cairn.simulation;

import io.cairn.process.failpoint.Failpoint;
import io.cairn.process.failpoint.FailpointPlan;

/** The shipped failpoints in a simulated run: each is counted, and its process may die there. */
final class Failpoints {
  private static final ThreadLocal<Failpoints> HERE = new ThreadLocal<>();

  private final World world;
  private final Faults faults;

  private Failpoints(World world, Faults faults) {
    this.world = world;
    this.faults = faults;
  }

  /** A run begins on this thread. */
  static void arm(World world, Faults faults) {
    HERE.set(new Failpoints(world, faults));
    Failpoint.arm(FailpointPlan.observed(Failpoints::reached));
  }

  /** The run on this thread is over. */
  static void leave() {
    HERE.remove();
  }

  private static void reached(Failpoint at) {
    Failpoints here = HERE.get();
    if (here != null) {
      here.count(at);
    }
  }

  private void count(Failpoint at) {
    world.count("failpoint " + at.kebab());
    if (world.isMortal() && faults.diesAt(at)) {
      world.count("fault: death at " + at.kebab());
      world.dieHere();
    }
  }
}
