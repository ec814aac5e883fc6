package io.cairn.coordinator.checkpoint;

import org.jspecify.annotations.Nullable;

/** Tells what must be acted on from what only brings checkpoints nearer to their end. Pure. */
public final class Progress {
  private Progress() {}

  /**
   * Whether a batch held nothing but tasks' words on checkpoints, and no checkpoint or job that it
   * names changed its status: then nobody has anything to do that was not to be done before.
   */
  public static boolean isAll(ClusterState before, ClusterState after, Batch batch) {
    JobId job = null;
    CheckpointId checkpoint = null;
    for (Event event : batch.events()) {
      JobId nextJob;
      CheckpointId nextCheckpoint;
      if (event instanceof Event.CheckpointComplete ack) {
        nextJob = ack.job();
        nextCheckpoint = ack.checkpoint();
      } else if (event instanceof Event.TaskStatusUpdate status
          && status.phase().code() > TaskPhase.FAILED.code()) {
        nextJob = status.job();
        nextCheckpoint = status.checkpoint();
      } else {
        return false;
      }
      if (!nextJob.equals(job) || !nextCheckpoint.equals(checkpoint)) {
        job = nextJob;
        checkpoint = nextCheckpoint;
        if (!isSame(before.job(job), after.job(job), checkpoint)) {
          return false;
        }
      }
    }
    return !batch.events().isEmpty();
  }

  private static boolean isSame(
      @Nullable JobState before, @Nullable JobState after, CheckpointId id) {
    if (before == null || after == null) {
      return before == null && after == null;
    }
    return before.status() == after.status()
        && before.attemptNumber().equals(after.attemptNumber())
        && isSame(before.checkpoint(id), after.checkpoint(id));
  }

  private static boolean isSame(@Nullable CheckpointState before, @Nullable CheckpointState after) {
    if (before == null || after == null) {
      return before == null && after == null;
    }
    return before.status() == after.status();
  }
}
