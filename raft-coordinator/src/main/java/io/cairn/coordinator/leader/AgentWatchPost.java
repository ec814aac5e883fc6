package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.AgentState;
import io.cairn.coordinator.checkpoint.AgentStatus;
import io.cairn.coordinator.checkpoint.Incarnation;
import io.cairn.coordinator.leader.LeaderView.Seen;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Turns clocks and the agents' last words into a {@link LeaderView}. Made at readiness: what came
 * before counts for nothing, so no agent is blamed for the time without a leader; nor for a time in
 * which this process stood still, or before its registration. Owned by the leader's thread.
 */
final class AgentWatchPost {
  /**
   * Turns come at least every {@link PlanBuilder#MAX_WAKE_MILLIS}; when none came for so long, this
   * process stood still, and what the agents said meanwhile waits unread in its sockets.
   */
  private static final long STOOD_STILL_MILLIS = 2 * PlanBuilder.MAX_WAKE_MILLIS;

  private final AgentLiveness liveness;
  private final LongSupplier nanoClock;
  private final long leaseMillis;
  private final long readyNanos;

  /** Since when each agent is REGISTERED, as far as this leader has looked. */
  private final Map<AgentId, Registered> registered = new HashMap<>();

  private boolean hasLooked;
  private long lastLookNanos;
  private long attentiveNanos;

  private record Registered(Incarnation incarnation, long sinceNanos) {}

  AgentWatchPost(AgentLiveness liveness, LongSupplier nanoClock, long leaseMillis) {
    this.liveness = liveness;
    this.nanoClock = nanoClock;
    this.leaseMillis = leaseMillis;
    this.readyNanos = nanoClock.getAsLong();
    this.lastLookNanos = readyNanos;
    this.attentiveNanos = readyNanos;
  }

  /** Milliseconds since readiness. */
  long nowMillis() {
    return millisSince(readyNanos);
  }

  LeaderView look(LeaderDesk.Latest latest, boolean mayHandOver) {
    if (millisSince(lastLookNanos) > STOOD_STILL_MILLIS) {
      attentiveNanos = nanoClock.getAsLong();
    }
    lastLookNanos = nanoClock.getAsLong();
    Map<AgentId, Seen> agents = new HashMap<>();
    for (AgentState agent : latest.state().agents().values()) {
      if (agent.status() == AgentStatus.REGISTERED) {
        agents.put(agent.id(), seen(agent));
      }
    }
    registered.keySet().retainAll(agents.keySet());
    hasLooked = true;
    long sinceBatch = millisSince(later(latest.nanos(), readyNanos));
    return new LeaderView(
        latest.state(), sinceBatch, nowMillis(), agents, leaseMillis, mayHandOver);
  }

  private Seen seen(AgentState agent) {
    Optional<AgentLiveness.Heard> heard = liveness.of(agent.id(), agent.incarnation());
    long since = later(heard.map(row -> row.nanos()).orElse(attentiveNanos), attentiveNanos);
    since = later(since, registeredNanos(agent));
    return new Seen(
        heard.isPresent() && heard.get().connected(),
        millisSince(since),
        liveness.stuck(agent.id(), agent.incarnation()));
  }

  /** Its registration is in the log before the sessions' thread has begun its session. */
  private long registeredNanos(AgentState agent) {
    Registered known = registered.get(agent.id());
    if (known == null || !known.incarnation().equals(agent.incarnation())) {
      known = new Registered(agent.incarnation(), hasLooked ? nanoClock.getAsLong() : readyNanos);
      registered.put(agent.id(), known);
    }
    return known.sinceNanos();
  }

  private long millisSince(long nanos) {
    return Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanoClock.getAsLong() - nanos));
  }

  private static long later(long a, long b) {
    return a - b > 0 ? a : b;
  }
}
