package io.cairn.benchmarks.coordinator;

import io.cairn.agent.session.Report;
import io.cairn.protocol.v1.CheckpointComplete;
import io.cairn.protocol.v1.SnapshotHandle;
import io.cairn.protocol.v1.SnapshotStats;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One agent's share of a job: makes its acks. The handles are those of small incremental snapshots:
 * the index and new blocks in the agent's segment of this checkpoint, older blocks in that of the
 * base. Owned by the agent's thread.
 */
final class LoadedJob {
  /** A checkpoint refers to no base older than this. */
  private static final int KEPT_SEGMENTS = 8;

  private static final int INDEX_BYTES = 300;

  private final String agent;
  private final long id;
  private final long attempt;
  private final List<Integer> tasks;
  private final Map<Long, String> segments = new HashMap<>();
  private long newest;

  LoadedJob(String agent, long id, long attempt, List<Integer> tasks) {
    this.agent = agent;
    this.id = id;
    this.attempt = attempt;
    this.tasks = tasks;
  }

  long id() {
    return id;
  }

  long attempt() {
    return attempt;
  }

  /** The acks of a checkpoint; empty when they were made before. */
  List<Report> acks(long checkpoint, long base) {
    if (checkpoint <= newest) {
      return List.of();
    }
    newest = checkpoint;
    String own =
        "segments/" + checkpoint + "-" + attempt + "-" + agent + "-" + UUID.randomUUID() + ".seg";
    segments.put(checkpoint, own);
    segments.keySet().removeIf(old -> old < Math.max(base, checkpoint - KEPT_SEGMENTS));
    String older = segments.get(base);
    List<Report> acks = new ArrayList<>();
    for (int task : tasks) {
      acks.add(new Report.Ack(ack(checkpoint, task, own, older)));
    }
    return acks;
  }

  private CheckpointComplete ack(long checkpoint, int task, String own, @Nullable String older) {
    SnapshotHandle.Builder handle =
        SnapshotHandle.newBuilder()
            .setSegment(own)
            .setIndexOffset((long) task * INDEX_BYTES)
            .setIndexLength(INDEX_BYTES)
            .setIndexCrc32C((int) (checkpoint * 31 + task) * 0x9e3779b9)
            .setStateBytes(1_000 + task)
            .addSegments(own);
    if (older != null) {
      handle.addSegments(older);
    }
    return CheckpointComplete.newBuilder()
        .setJobId(id)
        .setAttempt(attempt)
        .setTask(task)
        .setCheckpointId(checkpoint)
        .setHandle(handle)
        .setStats(
            SnapshotStats.newBuilder()
                .setAlignMillis(task % 7)
                .setLocalMillis(3)
                .setUploadMillis(20 + task % 50)
                .setUploadedBytes(400))
        .build();
  }
}
