package io.cairn.coordinator.codec;

import io.cairn.coordinator.checkpoint.AbortCause;
import io.cairn.coordinator.checkpoint.AbortReason;
import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.Attempt;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.Coded;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.Incarnation;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.SalvageWait;
import io.cairn.coordinator.checkpoint.StopMode;
import io.cairn.coordinator.checkpoint.TaskPhase;
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

/**
 * Messages of the log as events. Every method throws IllegalArgumentException when a value is out
 * of bounds; what agents send goes through the same ones.
 */
public final class EventDecoder {
  private EventDecoder() {}

  /** Any event. */
  public static Event decode(LogEvent message) {
    return switch (message.getEventCase()) {
      case BOOTSTRAP -> decode(message.getBootstrap());
      case REGISTER_AGENT -> decode(message.getRegisterAgent());
      case AGENT_LOST -> decode(message.getAgentLost());
      case SUBMIT_JOB -> decode(message.getSubmitJob());
      case RESTORE_JOB -> ForeignCodec.decode(message.getRestoreJob());
      case START_ATTEMPT -> decode(message.getStartAttempt());
      case TASK_STATUS_UPDATE -> decode(message.getTaskStatusUpdate());
      case CHECKPOINT_REQUEST -> decode(message.getCheckpointRequest());
      case CHECKPOINT_COMPLETE -> decode(message.getCheckpointComplete());
      case METADATA_DURABLE -> decode(message.getMetadataDurable());
      case ABORT_CHECKPOINT -> decode(message.getAbortCheckpoint());
      case SINK_COMMITTED -> decode(message.getSinkCommitted());
      case FILES_DELETED -> decode(message.getFilesDeleted());
      case STOP_JOB -> decode(message.getStopJob());
      case SETTINGS_CHANGED -> SettingsCodec.decode(message.getSettingsChanged());
      case RESCALE_JOB -> ScaleCodec.decode(message.getRescaleJob());
      case RESTART_JOB -> ScaleCodec.decode(message.getRestartJob());
      case SAVEPOINT_DELETED -> SavepointCodec.decode(message.getSavepointDeleted());
      case AGENT_DRAINING -> AgentCodec.decode(message.getAgentDraining());
      case MEMBER_DESCRIBED -> MemberCodec.decode(message.getMemberDescribed());
      case MEMBER_REMOVED -> MemberCodec.decode(message.getMemberRemoved());
      case LEADER_STARTED -> MemberCodec.decode(message.getLeaderStarted());
      case ACK_RUN -> throw new IllegalArgumentException("a run of acks is not one event");
      case EVENT_NOT_SET ->
          throw new IllegalArgumentException("an event of a kind this replica does not know");
    };
  }

  private static Event.Bootstrap decode(Bootstrap message) {
    return new Event.Bootstrap(message.getClusterId());
  }

  private static Event.RegisterAgent decode(RegisterAgent message) {
    return new Event.RegisterAgent(
        new AgentId(message.getAgentId()),
        message.getNonce(),
        message.getDataHost(),
        message.getDataPort(),
        message.getSlots(),
        new SalvageWait(message.getSalvageMillis(), message.getSalvageAtLeastMillis()));
  }

  private static Event.AgentLost decode(AgentLost message) {
    return new Event.AgentLost(
        new AgentId(message.getAgentId()),
        new Incarnation(message.getIncarnation()),
        new SalvageWait(message.getSalvageMillis(), message.getSalvageAtLeastMillis()),
        message.getStopped());
  }

  private static Event.SubmitJob decode(SubmitJob message) {
    return new Event.SubmitJob(
        message.getRequestId(),
        SpecCodec.decode(message.getSpec()),
        message.hasRestore() ? SavepointCodec.decode(message.getRestore()) : null);
  }

  private static Event.StartAttempt decode(StartAttempt message) {
    return new Event.StartAttempt(
        new JobId(message.getJobId()),
        new Attempt(message.getExpectedAttempt()),
        new CheckpointId(message.getExpectedCompleted()),
        SpecCodec.decodePlacement(message.getPlacementList()));
  }

  /** A task's report, from the log or from an agent. */
  public static Event.TaskStatusUpdate decode(TaskStatusUpdate message) {
    return new Event.TaskStatusUpdate(
        new JobId(message.getJobId()),
        new Attempt(message.getAttempt()),
        message.getTask(),
        Coded.of(TaskPhase.class, message.getPhaseValue()),
        new CheckpointId(message.getCheckpointId()),
        message.getReason(),
        new SalvageWait(message.getSalvageMillis(), message.getSalvageAtLeastMillis()));
  }

  private static Event.CheckpointRequest decode(CheckpointRequest message) {
    return new Event.CheckpointRequest(
        new JobId(message.getJobId()),
        Coded.of(CheckpointKind.class, message.getKindValue()),
        message.getRequestId(),
        message.getFull(),
        message.getName(),
        message.getWho());
  }

  /** A task's ack, from the log or from an agent. */
  public static Event.CheckpointComplete decode(CheckpointComplete message) {
    return new Event.CheckpointComplete(
        new JobId(message.getJobId()),
        new Attempt(message.getAttempt()),
        message.getTask(),
        new CheckpointId(message.getCheckpointId()),
        HandleCodec.decode(message.getHandle()),
        HandleCodec.decode(message.getStats()));
  }

  private static Event.MetadataDurable decode(MetadataDurable message) {
    return new Event.MetadataDurable(
        new JobId(message.getJobId()),
        new CheckpointId(message.getCheckpointId()),
        message.getLength(),
        message.getCrc32C());
  }

  private static Event.AbortCheckpoint decode(AbortCheckpoint message) {
    return new Event.AbortCheckpoint(
        new JobId(message.getJobId()),
        new CheckpointId(message.getCheckpointId()),
        Coded.of(AbortReason.class, message.getReasonValue()),
        message.getDetail(),
        message.hasTask() ? message.getTask() : AbortCause.NO_TASK,
        message.getRequestId(),
        message.getWho());
  }

  /** A sink's confirmation, from the log or from an agent. */
  public static Event.SinkCommitted decode(SinkCommitted message) {
    return new Event.SinkCommitted(
        new JobId(message.getJobId()),
        new Attempt(message.getAttempt()),
        message.getTask(),
        new CheckpointId(message.getCheckpointId()));
  }

  private static Event.FilesDeleted decode(FilesDeleted message) {
    return new Event.FilesDeleted(
        new JobId(message.getJobId()),
        HandleCodec.decodePaths(message.getSegmentsList()),
        message.getCheckpointIdsList().stream().map(CheckpointId::new).toList());
  }

  private static Event.StopJob decode(StopJob message) {
    return new Event.StopJob(
        message.getRequestId(),
        new JobId(message.getJobId()),
        Coded.of(StopMode.class, message.getModeValue()),
        message.getSavepoint(),
        message.getWho());
  }
}
