package io.cairn.coordinator.checkpoint;

/** A coordinator leads from here on. */
public record LeaderStarted(long term, String leader) implements Event {
  /** Checks the bounds. */
  public LeaderStarted {
    Text.name("member id", leader);
  }

  @Override
  public <R> R match(EventCases<R> cases) {
    return cases.leaderStarted(this);
  }
}
