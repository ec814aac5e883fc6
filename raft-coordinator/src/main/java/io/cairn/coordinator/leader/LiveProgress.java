package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.JobId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;

/**
 * How many bytes the uploads in progress have moved, as the agents' heartbeats say: the leader's
 * memory, for people to look at. A new leader learns it again from the next heartbeats.
 *
 * <p>Thread-safe; bounded by {@link #MAX_ROWS}.
 */
public final class LiveProgress {
  /** 65,536 rows of about 100 bytes: 6.5 MB. Tasks beyond that show no live bytes. */
  public static final int MAX_ROWS = 1 << 16;

  /**
   * One upload.
   *
   * @param uploadedBytes moved so far
   * @param totalBytes to move in all, 0 when the agent does not know yet
   */
  public record Progress(long uploadedBytes, long totalBytes) {
    /** Checks the ranges. */
    public Progress {
      if (uploadedBytes < 0 || totalBytes < 0) {
        throw new IllegalArgumentException(
            "negative progress: " + uploadedBytes + " of " + totalBytes);
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

  /** The last word on this task's upload for this checkpoint; empty when none was heard. */
  public Optional<Progress> of(JobId job, CheckpointId checkpoint, int task) {
    return Optional.ofNullable(rows.get(new Row(job, checkpoint, task)));
  }

  /** Bytes that this task has uploaded so far for this checkpoint, 0 when nothing was heard. */
  public long uploaded(JobId job, CheckpointId checkpoint, int task) {
    return of(job, checkpoint, task).map(Progress::uploadedBytes).orElse(0L);
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
