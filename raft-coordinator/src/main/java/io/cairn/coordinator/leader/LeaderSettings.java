package io.cairn.coordinator.leader;

/**
 * What of the configuration concerns the leader.
 *
 * @param leaseMillis how long an agent may be silent; must exceed an election plus reconnection
 */
public record LeaderSettings(long leaseMillis) {
  /** Checks the range: 100 ms or more. */
  public LeaderSettings {
    if (leaseMillis < 100) {
      throw new IllegalArgumentException("agentLeaseMillis must be at least 100: " + leaseMillis);
    }
  }
}
