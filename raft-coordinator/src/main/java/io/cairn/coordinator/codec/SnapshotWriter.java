package io.cairn.coordinator.codec;

import io.cairn.coordinator.checkpoint.AbortCause;
import io.cairn.coordinator.checkpoint.AgentState;
import io.cairn.coordinator.checkpoint.AttemptState;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.LeaderTerm;
import io.cairn.coordinator.checkpoint.MemberChange;
import io.cairn.coordinator.checkpoint.MemberState;
import io.cairn.coordinator.checkpoint.Placement;
import io.cairn.coordinator.checkpoint.RemovedMember;
import io.cairn.coordinator.checkpoint.RequestLog;
import io.cairn.coordinator.checkpoint.SegmentPath;
import io.cairn.coordinator.checkpoint.SettingsChange;
import io.cairn.coordinator.checkpoint.TaskProgress;
import io.cairn.coordinator.checkpoint.TaskState;
import io.cairn.protocol.v1.AttemptRecord;
import io.cairn.protocol.v1.CheckpointRecord;
import io.cairn.protocol.v1.ClusterHeader;
import io.cairn.protocol.v1.CondemnedRecord;
import io.cairn.protocol.v1.JobRecord;
import io.cairn.protocol.v1.SnapshotRecord;
import io.cairn.protocol.v1.TaskProgressRecord;
import io.cairn.protocol.v1.TaskStateRecord;
import java.io.IOException;
import java.io.OutputStream;

/** Writes a state as records. One use, one thread. */
final class SnapshotWriter {
  /** Most paths in one record: 1,000 of about 100 bytes. */
  private static final int PATHS_PER_RECORD = 1_000;

  private final OutputStream out;
  private long records;

  SnapshotWriter(OutputStream out) {
    this.out = out;
  }

  /** Writes all but the end; the number of records. */
  long write(ClusterState state) throws IOException {
    put(
        record()
            .setHeader(
                ClusterHeader.newBuilder()
                    .setVersion(SnapshotReader.VERSION)
                    .setClusterId(state.clusterId())
                    .setElapsedMillis(state.elapsedMillis())
                    .setWallMillis(state.wallMillis())
                    .setLastJob(state.lastJob())
                    .setLastIncarnation(state.lastIncarnation())
                    .setNextRequest(state.requests().next())
                    .setLastSettingsChange(state.settings().last())));
    for (AgentState agent : state.agents().values()) {
      write(agent);
    }
    for (RequestLog.Answer answer : state.requests().answers().values()) {
      put(record().setRequest(OutcomeCodec.encode(answer)));
    }
    for (SettingsChange change : state.settings().changes().values()) {
      put(record().setSettingsChange(SettingsCodec.encode(change)));
    }
    for (MemberState member : state.members().present().values()) {
      put(record().setMember(MemberCodec.encode(member)));
    }
    for (RemovedMember removed : state.members().removed().values()) {
      put(record().setRemovedMember(MemberCodec.encode(removed)));
    }
    for (LeaderTerm leader : state.members().leaders().values()) {
      put(record().setLeaderTerm(MemberCodec.encode(leader)));
    }
    for (MemberChange change : state.members().changes().values()) {
      put(record().setMemberChange(MemberCodec.encode(change)));
    }
    for (JobState job : state.jobs().values()) {
      write(job);
    }
    return records;
  }

  private void write(AgentState agent) throws IOException {
    put(record().setAgent(AgentCodec.encode(agent)));
  }

  private void write(JobState job) throws IOException {
    JobRecord.Builder message =
        JobRecord.newBuilder()
            .setJobId(job.id().value())
            .setSpec(SpecCodec.encode(job.spec()))
            .setStatusValue(job.status().code())
            .setReason(job.reason())
            .setDraining(job.draining())
            .setFailuresInRow(job.budget().failuresInRow())
            .setRestartNotBeforeMillis(job.budget().notBeforeElapsedMillis())
            .setLastCheckpoint(job.counters().lastCheckpoint().value())
            .setLastAttempt(job.counters().lastAttempt().value())
            .setCompleted(job.counters().completed())
            .setAborted(job.counters().aborted())
            .setRestarts(job.counters().restarts())
            .setRestored(job.counters().restores().count())
            .setLastRestoreWallMillis(job.counters().restores().lastWallMillis())
            .setNewestCompleted(job.newestCompleted().value())
            .setPolicy(SpecCodec.encode(job.policy()))
            .setPaused(job.schedule().paused())
            .setPeriodicNotBeforeMillis(job.schedule().notBeforeElapsedMillis());
    SavepointCodec.add(job.savepoints(), message);
    put(record().setJob(message));
    if (job.attempt() != null) {
      write(job.attempt());
    }
    for (CheckpointState checkpoint : job.checkpoints().values()) {
      write(checkpoint);
    }
    writeCondemned(job);
  }

  private void write(AttemptState attempt) throws IOException {
    AttemptRecord.Builder message =
        AttemptRecord.newBuilder()
            .setAttempt(attempt.number().value())
            .setStatusValue(attempt.status().code())
            .setRestoreFrom(attempt.restoreFrom().value())
            .setRunning(attempt.running())
            .setSourcesAtEnd(attempt.sourcesAtEnd())
            .setFinalCompleted(attempt.finalCompleted().value())
            .setSinksDone(attempt.sinksDone())
            .setCheckpointFailures(attempt.checkpointFailures())
            .setRelocating(attempt.relocating());
    for (Placement place : attempt.placement()) {
      message.addPlacement(SpecCodec.encode(place));
    }
    put(record().setAttempt(message));
    for (TaskState task : attempt.tasks().values()) {
      put(
          record()
              .setTaskState(
                  TaskStateRecord.newBuilder()
                      .setTask(task.task())
                      .setPhaseValue(task.phase().code())
                      .setCommitted(task.committed().value())));
    }
  }

  private void write(CheckpointState checkpoint) throws IOException {
    CheckpointRecord.Builder message =
        CheckpointRecord.newBuilder()
            .setCheckpointId(checkpoint.id().value())
            .setKindValue(checkpoint.kind().code())
            .setAttempt(checkpoint.attempt().value())
            .setBaseCheckpoint(checkpoint.base().value())
            .setRequestedElapsedMillis(checkpoint.requestedElapsedMillis())
            .setRequestedWallMillis(checkpoint.requestedWallMillis())
            .setTaskCount(checkpoint.taskCount())
            .setFloorJob(checkpoint.floors().job())
            .setFloorIncarnation(checkpoint.floors().incarnation())
            .setStatusValue(checkpoint.status().code())
            .setEndedElapsedMillis(checkpoint.endedElapsedMillis())
            .setReported(checkpoint.tally().reported())
            .setLocal(checkpoint.tally().local())
            .setAcks(checkpoint.tally().acks())
            .setUploadedBytes(checkpoint.tally().uploadedBytes())
            .setStateBytes(checkpoint.tally().stateBytes())
            .setMaxAlignMillis(checkpoint.tally().slowest().alignMillis())
            .setMaxLocalMillis(checkpoint.tally().slowest().localMillis())
            .setMaxUploadMillis(checkpoint.tally().slowest().uploadMillis())
            .setMetadataLength(checkpoint.metadata().length())
            .setMetadataCrc32C(checkpoint.metadata().crc32c());
    for (SegmentPath path : checkpoint.segments().all()) {
      message.addSegments(path.value());
    }
    if (checkpoint.cause() != null) {
      add(checkpoint.cause(), message);
    }
    if (checkpoint.savepoint() != null) {
      SavepointCodec.add(checkpoint.savepoint(), message);
    }
    message.setSalvage(checkpoint.salvage());
    put(record().setCheckpoint(message));
    for (TaskProgress row : checkpoint.tasks().values()) {
      write(row);
    }
  }

  private static void add(AbortCause cause, CheckpointRecord.Builder message) {
    message
        .setAbortReasonValue(cause.reason().code())
        .setDetail(cause.detail())
        .setAbortedBy(cause.who());
    if (cause.hasTask()) {
      message.setAbortTask(cause.task());
    }
  }

  private void write(TaskProgress row) throws IOException {
    TaskProgressRecord.Builder message =
        TaskProgressRecord.newBuilder()
            .setTask(row.task())
            .setPhaseValue(row.phase().code())
            .setLocalLogged(row.localLogged())
            .setSinceWallMillis(row.sinceWallMillis())
            .setStats(HandleCodec.encode(row.stats()));
    if (row.handle() != null) {
      message.setHandle(HandleCodec.encode(row.handle()));
    }
    put(record().setTaskProgress(message));
  }

  private void writeCondemned(JobState job) throws IOException {
    CondemnedRecord.Builder message = CondemnedRecord.newBuilder();
    for (SegmentPath path : job.files().condemned().all()) {
      message.addSegments(path.value());
      if (message.getSegmentsCount() == PATHS_PER_RECORD) {
        put(record().setCondemned(message));
        message.clear();
      }
    }
    if (message.getSegmentsCount() > 0) {
      put(record().setCondemned(message));
    }
  }

  private static SnapshotRecord.Builder record() {
    return SnapshotRecord.newBuilder();
  }

  private void put(SnapshotRecord.Builder record) throws IOException {
    Records.write(record.build(), out);
    records++;
  }
}
