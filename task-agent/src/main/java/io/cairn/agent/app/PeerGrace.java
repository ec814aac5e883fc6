package io.cairn.agent.app;

/**
 * How long an attempt that failed only because a peer went away waits for the coordinators to
 * notice: they know the cause. Of the agent's thread.
 */
final class PeerGrace {
  /** Two leases of the default, for a lost leader in between; and what an agent takes to stop. */
  private static final long LEAST_MILLIS = 6_000;

  private static final int LEASES = 2;

  private long leaseMillis;

  /** As the coordinators have said. */
  void lease(long millis) {
    leaseMillis = millis;
  }

  long millis() {
    return Math.max(LEAST_MILLIS, LEASES * leaseMillis);
  }
}
