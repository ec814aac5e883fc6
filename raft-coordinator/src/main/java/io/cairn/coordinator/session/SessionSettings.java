package io.cairn.coordinator.session;

import java.util.Optional;

/**
 * What of the configuration concerns the sessions.
 *
 * @param leaseMillis how long an agent may be silent, 100 or more
 * @param intake how much of what agents send may wait
 * @param agentSecret that agents must prove to know, at least 16 bytes; empty: nothing is asked
 */
public record SessionSettings(
    long leaseMillis, Intake.Limits intake, Optional<byte[]> agentSecret) {
  private static final int HEARTBEATS_PER_LEASE = 6;

  /** Checks the range. */
  public SessionSettings {
    if (leaseMillis < 100) {
      throw new IllegalArgumentException("agentLeaseMillis must be at least 100: " + leaseMillis);
    }
  }

  /** With the limits of a leader that serves many agents. */
  public SessionSettings(long leaseMillis) {
    this(leaseMillis, Intake.Limits.DEFAULT);
  }

  /** Nothing is asked of agents. */
  public SessionSettings(long leaseMillis, Intake.Limits intake) {
    this(leaseMillis, intake, Optional.empty());
  }

  /** The same, for agents that know this secret. */
  public SessionSettings provenBy(Optional<byte[]> secret) {
    return new SessionSettings(leaseMillis, intake, secret);
  }

  /** How often agents are to be heard: five lost heartbeats do not cost the lease. */
  public long heartbeatMillis() {
    return leaseMillis / HEARTBEATS_PER_LEASE;
  }
}
