package io.cairn.coordinator.checkpoint;

/**
 * One method per kind of event: forgetting one does not compile.
 *
 * @param <R> result
 */
public interface EventCases<R> {
  /** See {@link Event.Bootstrap}. */
  R bootstrap(Event.Bootstrap event);

  /** See {@link Event.RegisterAgent}. */
  R registerAgent(Event.RegisterAgent event);

  /** See {@link Event.AgentLost}. */
  R agentLost(Event.AgentLost event);

  /** See {@link Event.SubmitJob}. */
  R submitJob(Event.SubmitJob event);

  /** See {@link RestoreJob}. */
  R restoreJob(RestoreJob event);

  /** See {@link Event.StartAttempt}. */
  R startAttempt(Event.StartAttempt event);

  /** See {@link Event.TaskStatusUpdate}. */
  R taskStatusUpdate(Event.TaskStatusUpdate event);

  /** See {@link Event.CheckpointRequest}. */
  R checkpointRequest(Event.CheckpointRequest event);

  /** See {@link Event.CheckpointComplete}. */
  R checkpointComplete(Event.CheckpointComplete event);

  /** See {@link Event.MetadataDurable}. */
  R metadataDurable(Event.MetadataDurable event);

  /** See {@link Event.AbortCheckpoint}. */
  R abortCheckpoint(Event.AbortCheckpoint event);

  /** See {@link Event.SinkCommitted}. */
  R sinkCommitted(Event.SinkCommitted event);

  /** See {@link Event.FilesDeleted}. */
  R filesDeleted(Event.FilesDeleted event);

  /** See {@link Event.StopJob}. */
  R stopJob(Event.StopJob event);

  /** See {@link RescaleJob}. */
  R rescaleJob(RescaleJob event);

  /** See {@link RestartJob}. */
  R restartJob(RestartJob event);

  /** See {@link Event.SettingsChanged}. */
  R settingsChanged(Event.SettingsChanged event);

  /** See {@link Event.SavepointDeleted}. */
  R savepointDeleted(Event.SavepointDeleted event);

  /** See {@link Event.AgentDraining}. */
  R agentDraining(Event.AgentDraining event);

  /** See {@link Event.MemberDescribed}. */
  R memberDescribed(Event.MemberDescribed event);

  /** See {@link Event.MemberRemoved}. */
  R memberRemoved(Event.MemberRemoved event);

  /** See {@link LeaderStarted}. */
  R leaderStarted(LeaderStarted event);
}
