package io.cairn.simulation;

import io.cairn.coordinator.session.Intake;
import io.cairn.process.failpoint.Failpoint;
import java.util.EnumSet;
import java.util.Set;

/** What goes wrong in a run, and how often; all of it is drawn from the seed. */
final class Faults {
  /** Failpoints of coordinators; the others are the agents'. */
  private static final Set<Failpoint> COORDINATORS =
      EnumSet.of(
          Failpoint.BEFORE_PROPOSE,
          Failpoint.BEFORE_CONFIRM,
          Failpoint.BEFORE_PENDING,
          Failpoint.BETWEEN_PENDING_AND_COMMIT,
          Failpoint.AFTER_COMPLETED_BEFORE_RENAME,
          Failpoint.DURING_DELETION,
          Failpoint.DURING_REPLICA_SNAPSHOT);

  /** So little that a few reports on their way fill it: a report has 100 to 400 bytes here. */
  private static final Intake.Limits SMALL = new Intake.Limits(3, 700, 1_200);

  private final World world;

  /** Only coordinators and what is between them and agents fail. */
  final boolean coordinatorsOnly;

  private final double storeFailure;
  private final double storeCrash;
  private final double slowStore;
  private final double agentTrouble;
  private final double failpointCrash;
  private final Intake.Limits intake;
  private boolean over;

  Faults(World world) {
    this.world = world;
    this.coordinatorsOnly = world.chance(0.5);
    this.storeFailure = world.chance(0.5) ? 0 : world.delay(0, 60) / 1000.0;
    this.storeCrash = world.chance(0.4) ? 0 : world.delay(0, 40) / 1000.0;
    this.slowStore = world.chance(0.5) ? 0 : 0.1;
    this.failpointCrash = world.chance(0.5) ? 0 : world.delay(1, 30) / 1000.0;
    this.intake = world.chance(0.6) ? Intake.Limits.DEFAULT : SMALL;
    this.agentTrouble = coordinatorsOnly || world.chance(0.3) ? 0 : 1;
  }

  /** From now on nothing fails any more. */
  void end() {
    over = true;
  }

  /** What a leader takes in before it pushes back. */
  Intake.Limits intake() {
    return intake;
  }

  boolean isOver() {
    return over;
  }

  double storeFailure() {
    return over ? 0 : storeFailure;
  }

  double storeCrash() {
    return over ? 0 : storeCrash;
  }

  /** A process is at a failpoint: whether it dies there. */
  boolean diesAt(Failpoint at) {
    boolean coordinator = COORDINATORS.contains(at);
    boolean often = at == Failpoint.BEFORE_PROPOSE || at == Failpoint.BEFORE_CONFIRM;
    return !over
        && failpointCrash > 0
        && (coordinator || agentTrouble > 0)
        && world.chance(often ? failpointCrash / 20 : failpointCrash);
  }

  double decline() {
    return over ? 0 : 0.01 * agentTrouble;
  }

  double agentStoreFailure() {
    return over || agentTrouble == 0 ? 0 : storeFailure / 3;
  }

  double agentStoreCrash() {
    return over ? 0 : 0.003 * agentTrouble;
  }

  /** The leader's work on the store may hang. */
  long storeDelay() {
    if (!over && world.chance(slowStore)) {
      world.count("fault: the store hangs for a leader");
      return world.delay(200 * World.MILLI, (coordinatorsOnly ? 2_000 : 6_000) * World.MILLI);
    }
    return world.delay(500, 25 * World.MILLI);
  }

  long uploadDelay() {
    if (!over && agentTrouble > 0 && world.chance(0.02)) {
      world.count("fault: an upload hangs");
      return world.delay(200 * World.MILLI, 8_000 * World.MILLI);
    }
    return world.delay(500, 40 * World.MILLI);
  }

  boolean hasAgentTrouble() {
    return agentTrouble > 0;
  }
}
