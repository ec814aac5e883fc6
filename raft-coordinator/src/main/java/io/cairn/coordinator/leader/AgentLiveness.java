package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.Incarnation;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * When each run of an agent was last heard, and whether it has a session now: memory of this
 * process, never replicated. The session server writes it, the leader's loop reads it.
 *
 * <p>Thread-safe; holds one row per agent id.
 */
public final class AgentLiveness {
  /**
   * The last word of a run of an agent.
   *
   * @param incarnation which run
   * @param nanos when, by the monotonic clock
   * @param connected whether its session is open
   */
  public record Heard(Incarnation incarnation, long nanos, boolean connected) {}

  /** Tasks of a run whose user code does not end though their attempt is over. */
  private record Stuck(Incarnation incarnation, int tasks) {}

  private final Map<AgentId, Stuck> stuck = new ConcurrentHashMap<>();
  private final LongSupplier nanoClock;
  private final Map<AgentId, Heard> rows = new ConcurrentHashMap<>();

  /** {@code nanoClock}: a monotonic clock, as {@link System#nanoTime()}. */
  public AgentLiveness(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** A message of this run of the agent came. Messages of an older run do not count. */
  public void heard(AgentId agent, Incarnation incarnation) {
    put(agent, new Heard(incarnation, nanoClock.getAsLong(), true));
  }

  /** The run says how many of its slots are held by user code that does not end. */
  public void stuck(AgentId agent, Incarnation incarnation, int tasks) {
    if (tasks == 0) {
      stuck.remove(agent);
    } else {
      stuck.put(agent, new Stuck(incarnation, tasks));
    }
  }

  /** What the run said last of such slots; 0 when it said nothing. */
  public int stuck(AgentId agent, Incarnation incarnation) {
    Stuck said = stuck.get(agent);
    return said != null && said.incarnation().equals(incarnation) ? said.tasks() : 0;
  }

  /** The run's session has ended; what it said before stays remembered. */
  public void disconnected(AgentId agent, Incarnation incarnation) {
    rows.computeIfPresent(
        agent,
        (id, row) ->
            row.incarnation().equals(incarnation)
                ? new Heard(incarnation, row.nanos(), false)
                : row);
  }

  /** The last word of this run; empty when this process never heard it. */
  public Optional<Heard> of(AgentId agent, Incarnation incarnation) {
    return Optional.ofNullable(rows.get(agent))
        .filter(row -> row.incarnation().equals(incarnation));
  }

  private void put(AgentId agent, Heard fresh) {
    rows.merge(
        agent, fresh, (old, now) -> old.incarnation().compareTo(now.incarnation()) > 0 ? old : now);
  }
}
