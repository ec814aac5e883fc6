package io.cairn.coordinator.leader;

import io.cairn.coordinator.replication.ReplicatedState;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Gives leadership away, and remembers when: outlives leadership, so that coordinators none of
 * which hears the agents do not pass leadership round for ever. Owned by the leader's thread.
 */
final class LeadershipTransfers {
  /** So many leases after a transfer, another one may be tried. */
  private static final long PAUSE_LEASES = 20;

  private final ReplicatedState replicated;
  private final long pauseMillis;
  private final LongSupplier nanoClock;
  private boolean tried;
  private long lastNanos;

  LeadershipTransfers(ReplicatedState replicated, long leaseMillis, LongSupplier nanoClock) {
    this.replicated = replicated;
    this.pauseMillis = leaseMillis * PAUSE_LEASES;
    this.nanoClock = nanoClock;
  }

  boolean mayTry() {
    long since = TimeUnit.NANOSECONDS.toMillis(nanoClock.getAsLong() - lastNanos);
    return !tried || since >= pauseMillis;
  }

  /** Asks for a transfer; whether another coordinator has been asked to take over. */
  boolean handOver() {
    tried = true;
    lastNanos = nanoClock.getAsLong();
    return replicated.transferLeadership();
  }
}
