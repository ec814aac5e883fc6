package io.cairn.coordinator.codec;

import io.cairn.coordinator.checkpoint.AbortCause;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.EventCases;
import io.cairn.coordinator.checkpoint.LeaderStarted;
import io.cairn.coordinator.checkpoint.Placement;
import io.cairn.coordinator.checkpoint.RescaleJob;
import io.cairn.coordinator.checkpoint.RestartJob;
import io.cairn.coordinator.checkpoint.RestoreJob;
import io.cairn.coordinator.checkpoint.SegmentPath;
import io.cairn.protocol.v1.AbortCheckpoint;
import io.cairn.protocol.v1.AgentLost;
import io.cairn.protocol.v1.Bootstrap;
import io.cairn.protocol.v1.CheckpointComplete;
import io.cairn.protocol.v1.CheckpointRequest;
import io.cairn.protocol.v1.FilesDeleted;
import io.cairn.protocol.v1.LogEvent;
import io.cairn.protocol.v1.MetadataDurable;
import io.cairn.protocol.v1.RegisterAgent;
import io.cairn.protocol.v1.SinkCommitted;
import io.cairn.protocol.v1.StartAttempt;
import io.cairn.protocol.v1.StopJob;
import io.cairn.protocol.v1.SubmitJob;
import io.cairn.protocol.v1.TaskStatusUpdate;

/** Events as messages of the log. */
final class EventEncoder implements EventCases<LogEvent.Builder> {
  private static final EventEncoder INSTANCE = new EventEncoder();

  private EventEncoder() {}

  static LogEvent encode(Event event) {
    return event.match(INSTANCE).build();
  }

  @Override
  public LogEvent.Builder bootstrap(Event.Bootstrap event) {
    return LogEvent.newBuilder()
        .setBootstrap(Bootstrap.newBuilder().setClusterId(event.clusterId()));
  }

  @Override
  public LogEvent.Builder registerAgent(Event.RegisterAgent event) {
    return LogEvent.newBuilder()
        .setRegisterAgent(
            RegisterAgent.newBuilder()
                .setAgentId(event.agent().value())
                .setNonce(event.nonce())
                .setDataHost(event.dataHost())
                .setDataPort(event.dataPort())
                .setSlots(event.slots())
                .setSalvageMillis(event.salvage().atMostMillis())
                .setSalvageAtLeastMillis(event.salvage().atLeastMillis()));
  }

  @Override
  public LogEvent.Builder agentLost(Event.AgentLost event) {
    return LogEvent.newBuilder()
        .setAgentLost(
            AgentLost.newBuilder()
                .setAgentId(event.agent().value())
                .setIncarnation(event.incarnation().value())
                .setStopped(event.stopped())
                .setSalvageMillis(event.salvage().atMostMillis())
                .setSalvageAtLeastMillis(event.salvage().atLeastMillis()));
  }

  @Override
  public LogEvent.Builder submitJob(Event.SubmitJob event) {
    SubmitJob.Builder message =
        SubmitJob.newBuilder()
            .setRequestId(event.requestId())
            .setSpec(SpecCodec.encode(event.spec()));
    if (event.restore() != null) {
      message.setRestore(SavepointCodec.encode(event.restore()));
    }
    return LogEvent.newBuilder().setSubmitJob(message);
  }

  @Override
  public LogEvent.Builder restoreJob(RestoreJob event) {
    return LogEvent.newBuilder().setRestoreJob(ForeignCodec.encode(event));
  }

  @Override
  public LogEvent.Builder startAttempt(Event.StartAttempt event) {
    StartAttempt.Builder message =
        StartAttempt.newBuilder()
            .setJobId(event.job().value())
            .setExpectedAttempt(event.expectedAttempt().value())
            .setExpectedCompleted(event.expectedCompleted().value());
    for (Placement place : event.placement()) {
      message.addPlacement(SpecCodec.encode(place));
    }
    return LogEvent.newBuilder().setStartAttempt(message);
  }

  @Override
  public LogEvent.Builder taskStatusUpdate(Event.TaskStatusUpdate event) {
    return LogEvent.newBuilder()
        .setTaskStatusUpdate(
            TaskStatusUpdate.newBuilder()
                .setJobId(event.job().value())
                .setAttempt(event.attempt().value())
                .setTask(event.task())
                .setPhaseValue(event.phase().code())
                .setCheckpointId(event.checkpoint().value())
                .setReason(event.reason())
                .setSalvageMillis(event.salvage().atMostMillis())
                .setSalvageAtLeastMillis(event.salvage().atLeastMillis()));
  }

  @Override
  public LogEvent.Builder checkpointRequest(Event.CheckpointRequest event) {
    return LogEvent.newBuilder()
        .setCheckpointRequest(
            CheckpointRequest.newBuilder()
                .setJobId(event.job().value())
                .setKindValue(event.kind().code())
                .setRequestId(event.requestId())
                .setFull(event.full())
                .setName(event.name())
                .setWho(event.who()));
  }

  @Override
  public LogEvent.Builder checkpointComplete(Event.CheckpointComplete event) {
    return LogEvent.newBuilder()
        .setCheckpointComplete(
            CheckpointComplete.newBuilder()
                .setJobId(event.job().value())
                .setAttempt(event.attempt().value())
                .setTask(event.task())
                .setCheckpointId(event.checkpoint().value())
                .setHandle(HandleCodec.encode(event.handle()))
                .setStats(HandleCodec.encode(event.stats())));
  }

  @Override
  public LogEvent.Builder metadataDurable(Event.MetadataDurable event) {
    return LogEvent.newBuilder()
        .setMetadataDurable(
            MetadataDurable.newBuilder()
                .setJobId(event.job().value())
                .setCheckpointId(event.checkpoint().value())
                .setLength(event.length())
                .setCrc32C(event.crc32c()));
  }

  @Override
  public LogEvent.Builder abortCheckpoint(Event.AbortCheckpoint event) {
    AbortCheckpoint.Builder message =
        AbortCheckpoint.newBuilder()
            .setJobId(event.job().value())
            .setCheckpointId(event.checkpoint().value())
            .setReasonValue(event.reason().code())
            .setDetail(event.detail())
            .setRequestId(event.requestId())
            .setWho(event.who());
    if (event.task() != AbortCause.NO_TASK) {
      message.setTask(event.task());
    }
    return LogEvent.newBuilder().setAbortCheckpoint(message);
  }

  @Override
  public LogEvent.Builder sinkCommitted(Event.SinkCommitted event) {
    return LogEvent.newBuilder()
        .setSinkCommitted(
            SinkCommitted.newBuilder()
                .setJobId(event.job().value())
                .setAttempt(event.attempt().value())
                .setTask(event.task())
                .setCheckpointId(event.checkpoint().value()));
  }

  @Override
  public LogEvent.Builder filesDeleted(Event.FilesDeleted event) {
    FilesDeleted.Builder message = FilesDeleted.newBuilder().setJobId(event.job().value());
    for (SegmentPath path : event.segments()) {
      message.addSegments(path.value());
    }
    for (CheckpointId id : event.checkpoints()) {
      message.addCheckpointIds(id.value());
    }
    return LogEvent.newBuilder().setFilesDeleted(message);
  }

  @Override
  public LogEvent.Builder stopJob(Event.StopJob event) {
    return LogEvent.newBuilder()
        .setStopJob(
            StopJob.newBuilder()
                .setRequestId(event.requestId())
                .setJobId(event.job().value())
                .setModeValue(event.mode().code())
                .setSavepoint(event.name())
                .setWho(event.who()));
  }

  @Override
  public LogEvent.Builder settingsChanged(Event.SettingsChanged event) {
    return LogEvent.newBuilder().setSettingsChanged(SettingsCodec.encode(event));
  }

  @Override
  public LogEvent.Builder rescaleJob(RescaleJob event) {
    return LogEvent.newBuilder().setRescaleJob(ScaleCodec.encode(event));
  }

  @Override
  public LogEvent.Builder restartJob(RestartJob event) {
    return LogEvent.newBuilder().setRestartJob(ScaleCodec.encode(event));
  }

  @Override
  public LogEvent.Builder savepointDeleted(Event.SavepointDeleted event) {
    return LogEvent.newBuilder().setSavepointDeleted(SavepointCodec.encode(event));
  }

  @Override
  public LogEvent.Builder agentDraining(Event.AgentDraining event) {
    return LogEvent.newBuilder().setAgentDraining(AgentCodec.encode(event));
  }

  @Override
  public LogEvent.Builder memberDescribed(Event.MemberDescribed event) {
    return LogEvent.newBuilder().setMemberDescribed(MemberCodec.encode(event));
  }

  @Override
  public LogEvent.Builder memberRemoved(Event.MemberRemoved event) {
    return LogEvent.newBuilder().setMemberRemoved(MemberCodec.encode(event));
  }

  @Override
  public LogEvent.Builder leaderStarted(LeaderStarted event) {
    return LogEvent.newBuilder().setLeaderStarted(MemberCodec.encode(event));
  }
}
