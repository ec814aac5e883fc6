package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.JobId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;

/**
 * How far tasks are that have not acknowledged, as the agents' heartbeats say: which wait for
 * barriers, and how many bytes the uploads in progress have moved. The leader's memory, for people
 * to look at. A new leader learns it again from the next heartbeats.
 *
 * <p>Thread-safe; bounded by {@link #MAX_ROWS}.
 */
public final class LiveProgress {
  /** 65,536 rows of about 100 bytes: 6.5 MB. Tasks beyond that show nothing live. */
  public static final int MAX_ROWS = 1 << 16;

  /** What a heartbeat says of a task; the last word counts. */
  public sealed interface Progress permits Upload, Alignment {}

  /**
   * Its snapshot is being uploaded.
   *
   * @param uploadedBytes moved so far
   * @param totalBytes to move in all, 0 when the agent does not know yet
   */
  public record Upload(long uploadedBytes, long totalBytes) implements Progress {
    /** Checks the ranges. */
    public Upload {
      if (uploadedBytes < 0 || totalBytes < 0) {
        throw new IllegalArgumentException(
            "negative progress: " + uploadedBytes + " of " + totalBytes);
      }
    }
  }

  /**
   * It has the barriers of some of its input channels, and not of all.
   *
   * @param blockedChannels not read until all barriers have come
   * @param inputChannels that the task has
   * @param awaitedTask the sender of the first channel whose barrier is missing
   */
  public record Alignment(int blockedChannels, int inputChannels, int awaitedTask)
      implements Progress {
    /** Checks the ranges. */
    public Alignment {
      if (blockedChannels < 0 || inputChannels < blockedChannels || awaitedTask < 0) {
        throw new IllegalArgumentException(
            blockedChannels + " of " + inputChannels + " channels, awaiting task " + awaitedTask);
      }
    }
  }

  private record Row(JobId job, CheckpointId checkpoint, int task) {}

  private final Map<Row, Progress> rows = new ConcurrentHashMap<>();

  /** Remembers what an agent said, unless the bound is reached. */
  public void put(JobId job, CheckpointId checkpoint, int task, Progress progress) {
    Row row = new Row(job, checkpoint, task);
    if (rows.size() < MAX_ROWS || rows.containsKey(row)) {
      rows.put(row, progress);
    }
  }

  /** Bytes that this task has uploaded so far for this checkpoint, 0 when nothing was heard. */
  public long uploaded(JobId job, CheckpointId checkpoint, int task) {
    Progress last = rows.get(new Row(job, checkpoint, task));
    return last instanceof Upload upload ? upload.uploadedBytes() : 0;
  }

  /** The barriers that this task waits for; empty when it was not heard to wait. */
  public Optional<Alignment> alignment(JobId job, CheckpointId checkpoint, int task) {
    Progress last = rows.get(new Row(job, checkpoint, task));
    return last instanceof Alignment alignment ? Optional.of(alignment) : Optional.empty();
  }

  /** Forgets every checkpoint that the predicate does not name. */
  public void retain(BiPredicate<JobId, CheckpointId> running) {
    rows.keySet().removeIf(row -> !running.test(row.job(), row.checkpoint()));
  }

  /** Forgets everything: leadership begins or ends. */
  public void clear() {
    rows.clear();
  }
}
