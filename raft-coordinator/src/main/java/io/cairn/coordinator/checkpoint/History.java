package io.cairn.coordinator.checkpoint;

import org.pcollections.TreePMap;

/**
 * Terminal checkpoints (SUBSUMED, ABORTED, DISCARDED) of all jobs in the order in which they are
 * forgotten. Derived from the jobs, so neither hashed nor in snapshots.
 *
 * @param summaries all of them
 * @param detailed those that still have per-task rows
 * @param rows number of per-task rows of the detailed ones
 */
public record History(
    TreePMap<Entry, Entry> summaries, TreePMap<Entry, Integer> detailed, long rows) {
  /** Most terminal checkpoints whose summary is kept, per cluster. */
  public static final int MAX_SUMMARIES = 1_000;

  /** Most per-task rows of terminal checkpoints, per cluster: about 10 MB. */
  public static final int MAX_ROWS = 20_000;

  /** No history. */
  public static final History EMPTY = new History(TreePMap.empty(), TreePMap.empty(), 0);

  /** A terminal checkpoint; the oldest end comes first. */
  public record Entry(long endedElapsedMillis, JobId job, CheckpointId checkpoint)
      implements Comparable<Entry> {
    static Entry of(JobId job, CheckpointState checkpoint) {
      return new Entry(checkpoint.endedElapsedMillis(), job, checkpoint.id());
    }

    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(endedElapsedMillis, other.endedElapsedMillis);
      if (byTime != 0) {
        return byTime;
      }
      int byJob = job.compareTo(other.job);
      return byJob != 0 ? byJob : checkpoint.compareTo(other.checkpoint);
    }
  }

  /** Whether the checkpoint is history: SUBSUMED, ABORTED or DISCARDED. */
  public static boolean belongs(CheckpointState checkpoint) {
    return !checkpoint.status().isUnfinished() && checkpoint.status() != CheckpointStatus.COMPLETED;
  }

  /** With a checkpoint that has become terminal. */
  public History plus(JobId job, CheckpointState checkpoint) {
    Entry entry = Entry.of(job, checkpoint);
    int rowCount = checkpoint.tasks().size();
    TreePMap<Entry, Integer> nowDetailed =
        rowCount == 0 ? detailed : detailed.plus(entry, rowCount);
    return new History(summaries.plus(entry, entry), nowDetailed, rows + rowCount);
  }

  History withoutRows(Entry entry) {
    int rowCount = detailed.getOrDefault(entry, 0);
    return new History(summaries, detailed.minus(entry), rows - rowCount);
  }

  History minus(Entry entry) {
    History trimmed = withoutRows(entry);
    return new History(summaries.minus(entry), trimmed.detailed, trimmed.rows);
  }
}
