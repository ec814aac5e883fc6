package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.SegmentPath;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of one job: COMPLETED checkpoints are published, condemned files deleted. One publication
 * and one deletion per job at a time, so that no job takes every thread of the blob store's pools.
 */
final class FileDuties {
  /** With the next, keeps the FilesDeleted event below 64 KiB: 256 paths of at most 160 bytes. */
  static final int MAX_SEGMENTS_AT_ONCE = 256;

  static final int MAX_CHECKPOINTS_AT_ONCE = 64;

  private FileDuties() {}

  static void plan(PlanBuilder plan, JobState job) {
    publish(plan, job);
    delete(plan, job);
  }

  private static void publish(PlanBuilder plan, JobState job) {
    List<CheckpointState> completed = job.completed();
    for (CheckpointState checkpoint : completed) {
      if (isUnderWay(plan, ActionKey.Kind.PUBLISH, job, checkpoint.id())) {
        return;
      }
    }
    for (int i = completed.size() - 1; i >= 0; i--) {
      CheckpointId id = completed.get(i).id();
      boolean known = plan.memory().published().contains(new LeaderMemory.Cut(job.id(), id));
      ActionKey key = ActionKey.of(ActionKey.Kind.PUBLISH, job.id(), id);
      if (!known && plan.offer(new Action.Publish(key, job.id(), id))) {
        return;
      }
    }
  }

  private static void delete(PlanBuilder plan, JobState job) {
    List<CheckpointId> checkpoints = new ArrayList<>();
    for (CheckpointState checkpoint : job.discardable()) {
      // What is still being written by this leader would come back after its deletion.
      boolean busy =
          isUnderWay(plan, ActionKey.Kind.WRITE_PENDING, job, checkpoint.id())
              || isUnderWay(plan, ActionKey.Kind.PUBLISH, job, checkpoint.id());
      if (!busy && checkpoints.size() < MAX_CHECKPOINTS_AT_ONCE) {
        checkpoints.add(checkpoint.id());
      }
    }
    List<SegmentPath> segments = new ArrayList<>();
    for (SegmentPath segment : job.files().condemned().all()) {
      if (segments.size() == MAX_SEGMENTS_AT_ONCE) {
        break;
      }
      segments.add(segment);
    }
    if (!checkpoints.isEmpty() || !segments.isEmpty()) {
      ActionKey key = ActionKey.of(ActionKey.Kind.DELETE, job.id());
      plan.offer(new Action.Delete(key, job.id(), checkpoints, segments));
    }
  }

  private static boolean isUnderWay(
      PlanBuilder plan, ActionKey.Kind kind, JobState job, CheckpointId id) {
    return plan.memory().underWay().contains(ActionKey.of(kind, job.id(), id));
  }
}
