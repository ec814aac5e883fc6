package io.cairn.coordinator.checkpoint;

/**
 * Someone wants a job to begin again, at once, from its newest completed checkpoint.
 *
 * @param who wants it, as they call themselves
 */
public record RestartJob(String requestId, JobId job, String who) implements Event {
  /** Checks the bounds. */
  public RestartJob {
    Text.name("request id", requestId);
    Text.name("who", who);
  }

  @Override
  public <R> R match(EventCases<R> cases) {
    return cases.restartJob(this);
  }
}
