package io.cairn.coordinator.checkpoint;

/**
 * A person wants an agent to have no tasks. It stays so over restarts of the agent until a person
 * takes it back.
 *
 * @param who as they call themselves; not empty
 * @param wallMillis when, by the clock of the leader that took the request
 */
public record Drain(String who, long wallMillis) {
  /** Checks that someone wants it. */
  public Drain {
    if (who.isEmpty()) {
      throw new IllegalArgumentException("who wants an agent to drain is empty");
    }
  }
}
