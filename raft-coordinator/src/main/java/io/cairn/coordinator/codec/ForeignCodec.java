package io.cairn.coordinator.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.cairn.coordinator.checkpoint.Attempt;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CounterFloors;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.ForeignCheckpoint;
import io.cairn.coordinator.checkpoint.JobGraph;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.RestoreJob;
import io.cairn.coordinator.checkpoint.SnapshotHandle;
import io.cairn.coordinator.checkpoint.SnapshotStats;
import io.cairn.protocol.v1.AckRun;
import java.util.ArrayList;
import java.util.List;

/**
 * A checkpoint of another cluster, in events and snapshots. Its handles travel as a run of acks,
 * which names each segment once.
 */
public final class ForeignCodec {
  private ForeignCodec() {}

  /** Bytes of the event in the log. */
  public static int sizeOf(RestoreJob event) {
    return encode(event).getSerializedSize();
  }

  static io.cairn.protocol.v1.RestoreJob encode(RestoreJob event) {
    return io.cairn.protocol.v1.RestoreJob.newBuilder()
        .setRequestId(event.requestId())
        .setSpec(SpecCodec.encode(event.spec()))
        .setFrom(encode(event.from()))
        .build();
  }

  static RestoreJob decode(io.cairn.protocol.v1.RestoreJob message) {
    return new RestoreJob(
        message.getRequestId(), SpecCodec.decode(message.getSpec()), decode(message.getFrom()));
  }

  static io.cairn.protocol.v1.ForeignCheckpoint encode(ForeignCheckpoint checkpoint) {
    return io.cairn.protocol.v1.ForeignCheckpoint.newBuilder()
        .setStore(checkpoint.store())
        .setDirectory(checkpoint.directory())
        .setClusterId(checkpoint.clusterId())
        .setFloorJob(checkpoint.floors().job())
        .setFloorIncarnation(checkpoint.floors().incarnation())
        .setHandles(encodeHandles(checkpoint))
        .build();
  }

  static ForeignCheckpoint decode(io.cairn.protocol.v1.ForeignCheckpoint message) {
    AckRun run = run(message);
    List<Event> acks = new ArrayList<>();
    if (run.getTasksCount() > 0) {
      AckRunCodec.decode(message.getHandles(), JobGraph.MAX_TASKS, acks);
    }
    List<SnapshotHandle> handles = new ArrayList<>();
    for (Event ack : acks) {
      Event.CheckpointComplete one = (Event.CheckpointComplete) ack;
      if (one.task() != handles.size()) {
        throw new IllegalArgumentException("the handles are not in the order of the tasks");
      }
      handles.add(one.handle());
    }
    return new ForeignCheckpoint(
        message.getStore(),
        message.getDirectory(),
        message.getClusterId(),
        new JobId(run.getJobId()),
        new CheckpointId(run.getCheckpointId()),
        new Attempt(run.getAttempt()),
        new CounterFloors(message.getFloorJob(), message.getFloorIncarnation()),
        handles);
  }

  private static ByteString encodeHandles(ForeignCheckpoint checkpoint) {
    List<Event> acks = new ArrayList<>();
    for (SnapshotHandle handle : checkpoint.handles()) {
      acks.add(
          new Event.CheckpointComplete(
              checkpoint.job(),
              checkpoint.attempt(),
              acks.size(),
              checkpoint.checkpoint(),
              handle,
              SnapshotStats.NONE));
    }
    if (!acks.isEmpty()) {
      return AckRunCodec.encode(acks);
    }
    return AckRun.newBuilder()
        .setJobId(checkpoint.job().value())
        .setAttempt(checkpoint.attempt().value())
        .setCheckpointId(checkpoint.checkpoint().value())
        .build()
        .toByteString();
  }

  /** The numbers of the checkpoint stand in the run, also when it holds no ack. */
  private static AckRun run(io.cairn.protocol.v1.ForeignCheckpoint message) {
    try {
      return AckRun.parseFrom(message.getHandles());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("the handles cannot be read: " + e.getMessage(), e);
    }
  }
}
