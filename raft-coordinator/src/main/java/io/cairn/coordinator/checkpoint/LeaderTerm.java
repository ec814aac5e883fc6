package io.cairn.coordinator.checkpoint;

/**
 * A coordinator began to lead.
 *
 * @param number in the order of the log, from 1: how often the leader has changed
 * @param term of Raft; only grows
 * @param leader its configured id
 * @param startedWallMillis wall clock at the beginning, for display
 */
public record LeaderTerm(long number, long term, String leader, long startedWallMillis)
    implements Hashed {
  /** Checks the bounds. */
  public LeaderTerm {
    Text.name("member id", leader);
  }

  @Override
  public long stateHash() {
    Hash64 hash = Hash64.of("leader term").add(number).add(term);
    return hash.add(leader).add(startedWallMillis).end();
  }
}
