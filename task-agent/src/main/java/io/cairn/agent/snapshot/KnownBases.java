package io.cairn.agent.snapshot;

import io.cairn.storage.snapshot.StoredSnapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The stored snapshots of this agent's tasks that later ones may build on: those it acknowledged or
 * restored from. Bounded: what is older than the newest completed one and no running checkpoint's
 * base is forgotten. Not thread-safe.
 */
final class KnownBases {

  private record Task(long jobId, int task) {}

  private final Map<Task, SortedMap<Long, StoredSnapshot>> stored = new HashMap<>();

  void put(long jobId, int task, long checkpointId, StoredSnapshot snapshot) {
    stored.computeIfAbsent(new Task(jobId, task), t -> new TreeMap<>()).put(checkpointId, snapshot);
  }

  /** The base, unless there is none or this agent does not know it: then the snapshot is full. */
  Optional<StoredSnapshot> find(long jobId, int task, long baseCheckpoint) {
    SortedMap<Long, StoredSnapshot> ofTask = stored.get(new Task(jobId, task));
    // An inline snapshot has no blocks that could be used again.
    return ofTask == null
        ? Optional.empty()
        : Optional.ofNullable(ofTask.get(baseCheckpoint)).filter(s -> !s.isInline());
  }

  /** Forgets a job's snapshots of checkpoints below this one. */
  void forgetBelow(long jobId, long checkpointId) {
    stored.forEach(
        (task, snapshots) -> {
          if (task.jobId() == jobId) {
            snapshots.headMap(checkpointId).clear();
          }
        });
  }

  void forgetJob(long jobId) {
    stored.keySet().removeIf(task -> task.jobId() == jobId);
  }
}
