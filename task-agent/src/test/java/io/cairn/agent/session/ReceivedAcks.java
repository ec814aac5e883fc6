package io.cairn.agent.session;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.cairn.protocol.v1.AckRun;
import io.cairn.protocol.v1.AgentReport;
import io.cairn.protocol.v1.CheckpointComplete;
import io.cairn.protocol.v1.SnapshotHandle;
import io.cairn.protocol.v1.SnapshotStats;
import java.util.ArrayList;
import java.util.List;

/** The acks of a report, be they written one by one or as columns. */
public final class ReceivedAcks {
  private ReceivedAcks() {}

  /** All of them, in order. */
  public static List<CheckpointComplete> of(AgentReport report) {
    List<CheckpointComplete> acks = new ArrayList<>(report.getAcksList());
    for (ByteString bytes : report.getAckRunsList()) {
      AckRun run = parse(bytes);
      for (int i = 0; i < run.getTasksCount(); i++) {
        acks.add(ack(run, i));
      }
    }
    return acks;
  }

  private static AckRun parse(ByteString bytes) {
    try {
      return AckRun.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static CheckpointComplete ack(AckRun run, int i) {
    SnapshotHandle.Builder handle =
        SnapshotHandle.newBuilder()
            .setSegment(run.getSegments(i) == 0 ? "" : run.getPaths(run.getSegments(i) - 1))
            .setIndexOffset(run.getIndexOffsets(i))
            .setIndexLength(run.getIndexLengths(i))
            .setIndexCrc32C(run.getIndexCrc32C(i))
            .setStateBytes(run.getStateBytes(i));
    if (run.getInlinesCount() > 0) {
      handle.setInline(run.getInlines(i));
    }
    int at = 0;
    for (int list = 0; list < run.getList(i); list++) {
      at += 1 + run.getLists(at);
    }
    for (int n = 1; n <= run.getLists(at); n++) {
      handle.addSegments(run.getPaths(run.getLists(at + n)));
    }
    return CheckpointComplete.newBuilder()
        .setJobId(run.getJobId())
        .setAttempt(run.getAttempt())
        .setCheckpointId(run.getCheckpointId())
        .setTask(run.getTasks(i))
        .setHandle(handle)
        .setStats(
            SnapshotStats.newBuilder()
                .setAlignMillis(run.getAlignMillis(i))
                .setLocalMillis(run.getLocalMillis(i))
                .setUploadMillis(run.getUploadMillis(i))
                .setUploadedBytes(run.getUploadedBytes(i)))
        .build();
  }
}
