package io.cairn.coordinator.admin;

import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.CheckpointStatus;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.SavepointInfo;
import io.cairn.coordinator.checkpoint.SavepointName;
import java.util.ArrayList;
import java.util.List;

/**
 * A savepoint that is in progress or kept.
 *
 * @param checkpointId under which it is a checkpoint too
 * @param kind SAVEPOINT, or FINAL_SAVEPOINT if the job stopped with it
 * @param requestedAt milliseconds since 1970, by the leader's clock
 * @param path of its directory, below the blob store's root
 * @param who asked for it, as they called themselves
 */
record SavepointView(
    String name,
    long checkpointId,
    String kind,
    String state,
    long requestedAt,
    long durationMillis,
    int acks,
    int tasks,
    long stateBytes,
    String path,
    String who) {

  /** The answer of {@code GET /jobs/{job}/savepoints}: newest first; ended jobs have theirs too. */
  record SavepointListView(List<SavepointView> savepoints) {
    static SavepointListView of(JobState job) {
      List<SavepointView> views = new ArrayList<>();
      for (CheckpointState checkpoint : job.checkpoints().descendingValues()) {
        SavepointInfo info = checkpoint.savepoint();
        boolean kept =
            checkpoint.status().isUnfinished() || checkpoint.status() == CheckpointStatus.COMPLETED;
        if (info != null && kept) {
          views.add(SavepointView.of(job, checkpoint, info));
        }
      }
      return new SavepointListView(views);
    }
  }

  private static SavepointView of(JobState job, CheckpointState checkpoint, SavepointInfo info) {
    return new SavepointView(
        info.name(),
        checkpoint.id().value(),
        checkpoint.kind().name(),
        checkpoint.status().name(),
        checkpoint.requestedWallMillis(),
        checkpoint.durationMillis(),
        checkpoint.acks(),
        checkpoint.taskCount(),
        checkpoint.tally().stateBytes(),
        "jobs/" + job.id().value() + "/" + SavepointName.directory(info.name(), checkpoint.id()),
        info.who());
  }
}
