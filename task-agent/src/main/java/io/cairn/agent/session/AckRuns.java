package io.cairn.agent.session;

import io.cairn.protocol.v1.AckRun;
import io.cairn.protocol.v1.AgentReport;
import io.cairn.protocol.v1.CheckpointComplete;
import io.cairn.protocol.v1.SnapshotHandle;
import io.cairn.protocol.v1.SnapshotStats;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects the acks of one report: those of one checkpoint as columns, since most name the same few
 * segments; one that stands alone as it is. Of one call, on one thread.
 */
final class AckRuns {
  private final AgentReport.Builder report;
  private @Nullable Columns open;

  AckRuns(AgentReport.Builder report) {
    this.report = report;
  }

  void add(CheckpointComplete ack) {
    if (open == null || !open.fits(ack)) {
      close();
      open = new Columns(ack);
    }
    open.acks.add(ack);
  }

  /** Writes what was collected; to be called once, at the end. */
  void close() {
    Columns columns = open;
    if (columns != null) {
      if (columns.acks.size() == 1) {
        report.addAcks(columns.acks.get(0));
      } else {
        report.addAckRuns(columns.encode().toByteString());
      }
      open = null;
    }
  }

  private static final class Columns {
    private final List<CheckpointComplete> acks = new ArrayList<>();
    private final Map<String, Integer> paths = new HashMap<>();
    private final Map<List<String>, Integer> lists = new HashMap<>();
    private final AckRun.Builder message = AckRun.newBuilder();

    Columns(CheckpointComplete first) {
      message
          .setJobId(first.getJobId())
          .setAttempt(first.getAttempt())
          .setCheckpointId(first.getCheckpointId());
    }

    boolean fits(CheckpointComplete ack) {
      return ack.getJobId() == message.getJobId()
          && ack.getAttempt() == message.getAttempt()
          && ack.getCheckpointId() == message.getCheckpointId();
    }

    AckRun encode() {
      boolean inline = acks.stream().anyMatch(ack -> !ack.getHandle().getInline().isEmpty());
      for (CheckpointComplete ack : acks) {
        encode(ack, inline);
      }
      return message.build();
    }

    private void encode(CheckpointComplete ack, boolean inline) {
      SnapshotHandle handle = ack.getHandle();
      SnapshotStats stats = ack.getStats();
      message
          .addTasks(ack.getTask())
          .addSegments(handle.getSegment().isEmpty() ? 0 : 1 + path(handle.getSegment()))
          .addList(list(handle.getSegmentsList()))
          .addIndexOffsets(handle.getIndexOffset())
          .addIndexLengths(handle.getIndexLength())
          .addIndexCrc32C(handle.getIndexCrc32C())
          .addStateBytes(handle.getStateBytes())
          .addAlignMillis(stats.getAlignMillis())
          .addLocalMillis(stats.getLocalMillis())
          .addUploadMillis(stats.getUploadMillis())
          .addUploadedBytes(stats.getUploadedBytes());
      if (inline) {
        message.addInlines(handle.getInline());
      }
    }

    private int path(String path) {
      Integer known = paths.putIfAbsent(path, paths.size());
      if (known == null) {
        message.addPaths(path);
        return paths.size() - 1;
      }
      return known;
    }

    private int list(List<String> wanted) {
      Integer known = lists.putIfAbsent(wanted, lists.size());
      if (known == null) {
        message.addLists(wanted.size());
        for (String path : wanted) {
          message.addLists(path(path));
        }
        return lists.size() - 1;
      }
      return known;
    }
  }
}
