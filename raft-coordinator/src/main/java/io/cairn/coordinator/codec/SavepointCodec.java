package io.cairn.coordinator.codec;

import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.ForeignCheckpoint;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.JobSavepoints;
import io.cairn.coordinator.checkpoint.RestoreOrigin;
import io.cairn.coordinator.checkpoint.RestoreWish;
import io.cairn.coordinator.checkpoint.SavepointInfo;
import io.cairn.protocol.v1.CheckpointRecord;
import io.cairn.protocol.v1.JobRecord;
import io.cairn.protocol.v1.RestoreOriginRecord;
import io.cairn.protocol.v1.SavepointDeleted;
import io.cairn.protocol.v1.SavepointRestore;
import io.cairn.protocol.v1.StopSavepointRecord;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What concerns savepoints, in events and snapshots; decoders throw IllegalArgumentException. */
final class SavepointCodec {
  private SavepointCodec() {}

  static SavepointDeleted encode(Event.SavepointDeleted event) {
    return SavepointDeleted.newBuilder()
        .setRequestId(event.requestId())
        .setJobId(event.job().value())
        .setSavepoint(event.name())
        .setWho(event.who())
        .build();
  }

  static Event.SavepointDeleted decode(SavepointDeleted message) {
    return new Event.SavepointDeleted(
        message.getRequestId(),
        new JobId(message.getJobId()),
        message.getSavepoint(),
        message.getWho());
  }

  static SavepointRestore encode(RestoreWish wish) {
    return SavepointRestore.newBuilder()
        .setJobId(wish.job() == null ? 0 : wish.job().value())
        .setSavepoint(wish.savepoint())
        .addAllDroppedOperators(wish.dropped())
        .setRescales(wish.rescales())
        .build();
  }

  static RestoreWish decode(SavepointRestore message) {
    return new RestoreWish(
        message.getJobId() == 0 ? null : new JobId(message.getJobId()),
        message.getSavepoint(),
        message.getDroppedOperatorsList(),
        message.getRescales());
  }

  static void add(JobSavepoints savepoints, JobRecord.Builder message) {
    JobSavepoints.Stop stop = savepoints.stop();
    if (stop != null) {
      message.setStopSavepoint(
          StopSavepointRecord.newBuilder().setName(stop.name()).setWho(stop.who()));
    }
    ForeignCheckpoint foreign = savepoints.foreign();
    if (foreign != null) {
      message.setForeign(ForeignCodec.encode(foreign));
    }
    RestoreOrigin origin = savepoints.origin();
    if (origin != null) {
      message.setOrigin(
          RestoreOriginRecord.newBuilder()
              .setJobId(origin.job().value())
              .setCheckpointId(origin.savepoint().value())
              .addAllDroppedOperators(origin.dropped())
              .setLeavesTransactions(origin.leavesTransactions()));
    }
    ScaleCodec.add(savepoints.scale(), message);
  }

  static JobSavepoints decode(JobRecord message) {
    StopSavepointRecord stop = message.getStopSavepoint();
    RestoreOriginRecord origin = message.getOrigin();
    return new JobSavepoints(
        message.hasStopSavepoint() ? new JobSavepoints.Stop(stop.getName(), stop.getWho()) : null,
        message.hasOrigin()
            ? new RestoreOrigin(
                new JobId(origin.getJobId()),
                new CheckpointId(origin.getCheckpointId()),
                new TreeSet<>(origin.getDroppedOperatorsList()),
                origin.getLeavesTransactions())
            : null,
        ScaleCodec.decode(message),
        message.hasForeign() ? ForeignCodec.decode(message.getForeign()) : null);
  }

  static void add(SavepointInfo info, CheckpointRecord.Builder message) {
    message
        .setSavepointName(info.name())
        .setSavepointWho(info.who())
        .setSavepointDeletedBy(info.deletedBy());
  }

  static @Nullable SavepointInfo decode(CheckpointRecord message) {
    return message.getSavepointName().isEmpty()
        ? null
        : new SavepointInfo(
            message.getSavepointName(), message.getSavepointWho(), message.getSavepointDeletedBy());
  }
}
