package io.cairn.coordinator.codec;

import io.cairn.coordinator.checkpoint.Attempt;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.CounterFloors;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.JobSpec;
import io.cairn.coordinator.checkpoint.SnapshotHandle;
import java.util.List;

/**
 * What a checkpoint's metadata file says.
 *
 * @param clusterId of the cluster that took it
 * @param job in that cluster
 * @param spec of the job
 * @param checkpoint its id
 * @param attempt that took it
 * @param kind why
 * @param requestedWallMillis when, for display
 * @param handles one per task, in task order
 * @param floors counters to be raised above when it is restored elsewhere
 * @param savepoint its name; empty when it is no savepoint. With a name, the handles' paths are
 *     relative to the directory of the file, else to the job's root
 */
public record StoredMetadata(
    String clusterId,
    JobId job,
    JobSpec spec,
    CheckpointId checkpoint,
    Attempt attempt,
    CheckpointKind kind,
    long requestedWallMillis,
    List<SnapshotHandle> handles,
    CounterFloors floors,
    String savepoint) {
  /** Checks that there is a handle per task. */
  public StoredMetadata {
    handles = List.copyOf(handles);
    if (handles.size() != spec.graph().taskCount()) {
      throw new IllegalArgumentException(
          "the metadata has "
              + handles.size()
              + " handles for "
              + spec.graph().taskCount()
              + " tasks");
    }
  }
}
