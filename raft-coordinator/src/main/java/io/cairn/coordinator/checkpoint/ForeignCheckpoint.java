package io.cairn.coordinator.checkpoint;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A checkpoint of another cluster that a job begins from. Its attempts restore that until the job
 * has a completed checkpoint of its own; its files are the other cluster's, and are only read.
 *
 * @param store absolute URI of the root of the blob store that holds it
 * @param directory below that root, which the paths in the handles are relative to
 * @param clusterId of the cluster that took it
 * @param job in that cluster
 * @param checkpoint its id
 * @param attempt that took it
 * @param floors counters of that cluster; none of its ids is given again
 * @param handles one per task, in task order; empty when they are needed no more
 */
public record ForeignCheckpoint(
    String store,
    String directory,
    String clusterId,
    JobId job,
    CheckpointId checkpoint,
    Attempt attempt,
    CounterFloors floors,
    List<SnapshotHandle> handles) {
  /** Ids stay below this: a cluster that gives a thousand in a second does so for 30 years. */
  static final long MAX_FLOOR = 1_000_000_000_000L;

  private static final int MAX_PLACE_LENGTH = 4_096;

  private static final Pattern ABSOLUTE = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:/\\S*");

  /** Checks the bounds. */
  public ForeignCheckpoint {
    handles = List.copyOf(handles);
    if (store.length() + directory.length() > MAX_PLACE_LENGTH
        || !ABSOLUTE.matcher(store).matches()
        || directory.isEmpty()) {
      throw new IllegalArgumentException(
          "a checkpoint lies in a directory below an absolute URI, not in '"
              + Text.cut(directory, 64)
              + "' below '"
              + Text.cut(store, 64)
              + "'");
    }
    Text.name("cluster id", clusterId);
    atMost(MAX_FLOOR, floors.job(), floors.incarnation(), checkpoint.value(), attempt.value());
  }

  private static void atMost(long limit, long... values) {
    for (long value : values) {
      if (value < 0 || value > limit) {
        throw new IllegalArgumentException("a counter of " + value + "; at most " + limit);
      }
    }
  }

  ForeignCheckpoint withoutHandles() {
    return new ForeignCheckpoint(
        store, directory, clusterId, job, checkpoint, attempt, floors, List.of());
  }

  void addTo(Hash64 hash) {
    hash.add("foreign").add(store).add(directory).add(clusterId).add(job.value());
    hash.add(checkpoint.value()).add(attempt.value());
    hash.add(floors.job()).add(floors.incarnation());
    for (SnapshotHandle handle : handles) {
      handle.addTo(hash);
    }
    hash.add(handles.size());
  }
}
