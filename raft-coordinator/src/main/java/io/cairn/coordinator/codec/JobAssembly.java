package io.cairn.coordinator.codec;

import io.cairn.coordinator.checkpoint.AbortCause;
import io.cairn.coordinator.checkpoint.AbortReason;
import io.cairn.coordinator.checkpoint.Attempt;
import io.cairn.coordinator.checkpoint.AttemptState;
import io.cairn.coordinator.checkpoint.AttemptStatus;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.CheckpointSchedule;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.CheckpointStatus;
import io.cairn.coordinator.checkpoint.CheckpointTally;
import io.cairn.coordinator.checkpoint.Coded;
import io.cairn.coordinator.checkpoint.CounterFloors;
import io.cairn.coordinator.checkpoint.HashedMap;
import io.cairn.coordinator.checkpoint.History;
import io.cairn.coordinator.checkpoint.JobCounters;
import io.cairn.coordinator.checkpoint.JobFiles;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.JobSpec;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.JobStatus;
import io.cairn.coordinator.checkpoint.MetadataStamp;
import io.cairn.coordinator.checkpoint.Placement;
import io.cairn.coordinator.checkpoint.RestartBudget;
import io.cairn.coordinator.checkpoint.Restores;
import io.cairn.coordinator.checkpoint.SegmentPath;
import io.cairn.coordinator.checkpoint.SegmentSet;
import io.cairn.coordinator.checkpoint.SlowestParts;
import io.cairn.coordinator.checkpoint.SnapshotPhase;
import io.cairn.coordinator.checkpoint.SnapshotStats;
import io.cairn.coordinator.checkpoint.TaskPhase;
import io.cairn.coordinator.checkpoint.TaskProgress;
import io.cairn.coordinator.checkpoint.TaskRows;
import io.cairn.coordinator.checkpoint.TaskState;
import io.cairn.protocol.v1.AttemptRecord;
import io.cairn.protocol.v1.CheckpointRecord;
import io.cairn.protocol.v1.CondemnedRecord;
import io.cairn.protocol.v1.JobRecord;
import io.cairn.protocol.v1.TaskProgressRecord;
import io.cairn.protocol.v1.TaskStateRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds one job from its records. One use, one thread. */
final class JobAssembly {
  private final JobRecord record;
  private final JobSpec spec;
  private @Nullable AttemptRecord attempt;
  private HashedMap<Integer, TaskState> taskStates = HashedMap.empty();
  private HashedMap<CheckpointId, CheckpointState> checkpoints = HashedMap.empty();
  private @Nullable CheckpointRecord open;
  private TaskRows.Edit rows = TaskRows.empty().edit();

  /** Of the rows: snapshots of older versions do not say it. */
  private SlowestParts slowest = SlowestParts.NONE;

  private SegmentSet condemned = SegmentSet.EMPTY;

  JobAssembly(JobRecord record) {
    this.record = record;
    this.spec = SpecCodec.decode(record.getSpec());
  }

  void attempt(AttemptRecord message) {
    attempt = message;
  }

  void taskState(TaskStateRecord message) {
    TaskState state =
        new TaskState(
            message.getTask(),
            Coded.of(TaskPhase.class, message.getPhaseValue()),
            new CheckpointId(message.getCommitted()));
    taskStates = taskStates.plus(state.task(), state);
  }

  void checkpoint(CheckpointRecord message) {
    closeCheckpoint();
    open = message;
  }

  void taskProgress(TaskProgressRecord message) {
    TaskProgress row =
        new TaskProgress(
            message.getTask(),
            Coded.of(SnapshotPhase.class, message.getPhaseValue()),
            message.getLocalLogged(),
            message.hasHandle() ? HandleCodec.decode(message.getHandle()) : null,
            message.hasStats() ? HandleCodec.decode(message.getStats()) : SnapshotStats.NONE,
            message.getSinceWallMillis());
    rows.put(row);
    slowest = slowest.and(row.stats());
  }

  void condemned(CondemnedRecord message) {
    for (SegmentPath path : HandleCodec.decodePaths(message.getSegmentsList())) {
      condemned = condemned.plus(path);
    }
  }

  JobState build() {
    closeCheckpoint();
    JobFiles files = JobFiles.of(checkpoints.values(), condemned);
    return new JobState(
        new JobId(record.getJobId()),
        spec,
        spec.computeHash(),
        Coded.of(JobStatus.class, record.getStatusValue()),
        record.getReason(),
        record.getDraining(),
        attempt == null ? null : attemptState(attempt),
        new RestartBudget(record.getFailuresInRow(), record.getRestartNotBeforeMillis()),
        new JobCounters(
            new CheckpointId(record.getLastCheckpoint()),
            new Attempt(record.getLastAttempt()),
            record.getCompleted(),
            record.getAborted(),
            record.getRestarts(),
            new Restores(record.getRestored(), record.getLastRestoreWallMillis())),
        new CheckpointId(record.getNewestCompleted()),
        checkpoints,
        files,
        new CheckpointSchedule(
            record.hasPolicy() ? SpecCodec.decode(record.getPolicy()) : spec.policy(),
            record.getPaused(),
            record.getPeriodicNotBeforeMillis()),
        SavepointCodec.decode(record));
  }

  History addTo(History history) {
    History grown = history;
    for (CheckpointState checkpoint : checkpoints.values()) {
      if (History.belongs(checkpoint)) {
        grown = grown.plus(new JobId(record.getJobId()), checkpoint);
      }
    }
    return grown;
  }

  private AttemptState attemptState(AttemptRecord message) {
    List<Placement> placement = SpecCodec.decodePlacement(message.getPlacementList());
    return new AttemptState(
        new Attempt(message.getAttempt()),
        Coded.of(AttemptStatus.class, message.getStatusValue()),
        new CheckpointId(message.getRestoreFrom()),
        placement,
        AttemptState.hashOf(placement),
        taskStates,
        message.getRunning(),
        message.getSourcesAtEnd(),
        new CheckpointId(message.getFinalCompleted()),
        message.getSinksDone(),
        message.getCheckpointFailures(),
        message.getRelocating());
  }

  private void closeCheckpoint() {
    CheckpointRecord done = open;
    if (done != null) {
      CheckpointState state = checkpointState(done);
      checkpoints = checkpoints.plus(state.id(), state);
      open = null;
      rows = TaskRows.empty().edit();
      slowest = SlowestParts.NONE;
    }
  }

  private static @Nullable AbortCause cause(CheckpointRecord message) {
    return message.getAbortReasonValue() == 0
        ? null
        : new AbortCause(
            Coded.of(AbortReason.class, message.getAbortReasonValue()),
            message.getDetail(),
            message.hasAbortTask() ? message.getAbortTask() : AbortCause.NO_TASK,
            message.getAbortedBy());
  }

  private CheckpointState checkpointState(CheckpointRecord message) {
    SegmentSet segments = SegmentSet.EMPTY;
    for (SegmentPath path : HandleCodec.decodePaths(message.getSegmentsList())) {
      segments = segments.plus(path);
    }
    return new CheckpointState(
        new CheckpointId(message.getCheckpointId()),
        Coded.of(CheckpointKind.class, message.getKindValue()),
        new Attempt(message.getAttempt()),
        new CheckpointId(message.getBaseCheckpoint()),
        message.getRequestedElapsedMillis(),
        message.getRequestedWallMillis(),
        message.getTaskCount(),
        new CounterFloors(message.getFloorJob(), message.getFloorIncarnation()),
        Coded.of(CheckpointStatus.class, message.getStatusValue()),
        message.getEndedElapsedMillis(),
        cause(message),
        new CheckpointTally(
            message.getReported(),
            message.getLocal(),
            message.getAcks(),
            message.getUploadedBytes(),
            message.getStateBytes(),
            slowest.and(
                new SnapshotStats(
                    message.getMaxAlignMillis(),
                    message.getMaxLocalMillis(),
                    message.getMaxUploadMillis(),
                    0))),
        rows.done(),
        segments,
        new MetadataStamp(message.getMetadataLength(), message.getMetadataCrc32C()),
        SavepointCodec.decode(message),
        message.getSalvage());
  }
}
