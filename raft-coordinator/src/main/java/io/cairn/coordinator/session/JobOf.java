package io.cairn.coordinator.session;

import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.EventCases;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.LeaderStarted;
import io.cairn.coordinator.checkpoint.RescaleJob;
import io.cairn.coordinator.checkpoint.RestartJob;
import io.cairn.coordinator.checkpoint.RestoreJob;
import java.util.Optional;

/** The job that an event names; empty when it names none, or one that no agent knows yet. */
final class JobOf implements EventCases<Optional<JobId>> {
  static final JobOf INSTANCE = new JobOf();

  private JobOf() {}

  @Override
  public Optional<JobId> bootstrap(Event.Bootstrap event) {
    return Optional.empty();
  }

  @Override
  public Optional<JobId> registerAgent(Event.RegisterAgent event) {
    return Optional.empty();
  }

  @Override
  public Optional<JobId> agentLost(Event.AgentLost event) {
    return Optional.empty();
  }

  @Override
  public Optional<JobId> submitJob(Event.SubmitJob event) {
    return Optional.empty();
  }

  @Override
  public Optional<JobId> restoreJob(RestoreJob event) {
    return Optional.empty();
  }

  @Override
  public Optional<JobId> startAttempt(Event.StartAttempt event) {
    return Optional.of(event.job());
  }

  @Override
  public Optional<JobId> taskStatusUpdate(Event.TaskStatusUpdate event) {
    return Optional.of(event.job());
  }

  @Override
  public Optional<JobId> checkpointRequest(Event.CheckpointRequest event) {
    return Optional.of(event.job());
  }

  @Override
  public Optional<JobId> checkpointComplete(Event.CheckpointComplete event) {
    return Optional.of(event.job());
  }

  @Override
  public Optional<JobId> metadataDurable(Event.MetadataDurable event) {
    return Optional.of(event.job());
  }

  @Override
  public Optional<JobId> abortCheckpoint(Event.AbortCheckpoint event) {
    return Optional.of(event.job());
  }

  @Override
  public Optional<JobId> sinkCommitted(Event.SinkCommitted event) {
    return Optional.of(event.job());
  }

  @Override
  public Optional<JobId> filesDeleted(Event.FilesDeleted event) {
    return Optional.of(event.job());
  }

  @Override
  public Optional<JobId> stopJob(Event.StopJob event) {
    return Optional.of(event.job());
  }

  @Override
  public Optional<JobId> rescaleJob(RescaleJob event) {
    return Optional.of(event.job());
  }

  @Override
  public Optional<JobId> restartJob(RestartJob event) {
    return Optional.of(event.job());
  }

  @Override
  public Optional<JobId> settingsChanged(Event.SettingsChanged event) {
    return Optional.of(event.job());
  }

  @Override
  public Optional<JobId> savepointDeleted(Event.SavepointDeleted event) {
    return Optional.of(event.job());
  }

  @Override
  public Optional<JobId> agentDraining(Event.AgentDraining event) {
    return Optional.empty();
  }

  @Override
  public Optional<JobId> memberDescribed(Event.MemberDescribed event) {
    return Optional.empty();
  }

  @Override
  public Optional<JobId> memberRemoved(Event.MemberRemoved event) {
    return Optional.empty();
  }

  @Override
  public Optional<JobId> leaderStarted(LeaderStarted event) {
    return Optional.empty();
  }
}
