package io.cairn.coordinator.checkpoint;

/** Someone wants a job to go on that another cluster ran. */
public record RestoreJob(String requestId, JobSpec spec, ForeignCheckpoint from) implements Event {
  /** Checks the bounds. */
  public RestoreJob {
    Text.name("request id", requestId);
  }

  @Override
  public <R> R match(EventCases<R> cases) {
    return cases.restoreJob(this);
  }
}
