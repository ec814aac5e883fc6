package io.cairn.coordinator.checkpoint;

import java.util.List;

/**
 * What one log entry holds.
 *
 * @param elapsedMillis monotonic time since the leader's batch before (or its readiness), 0 or more
 * @param wallMillis wall clock, for display
 * @param events in order; may be empty (a tick)
 */
public record Batch(long elapsedMillis, long wallMillis, List<Event> events) {
  /** Most events of a batch. */
  public static final int MAX_EVENTS = 2_048;

  /** Checks the ranges. */
  public Batch {
    events = List.copyOf(events);
    if (elapsedMillis < 0 || wallMillis < 0 || events.size() > MAX_EVENTS) {
      throw new IllegalArgumentException(
          "a batch has no negative time and at most " + MAX_EVENTS + " events");
    }
  }
}
