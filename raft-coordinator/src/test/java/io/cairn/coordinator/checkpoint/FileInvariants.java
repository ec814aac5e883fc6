package io.cairn.coordinator.checkpoint;

import static io.cairn.coordinator.checkpoint.Invariants.require;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is needed is never condemned, and what is condemned stays so. One per job and walk. */
final class FileInvariants {
  private final Set<SegmentPath> everCondemned = new HashSet<>();

  void check(@Nullable JobState old, Event event, JobState job) {
    Set<SegmentPath> needed = needed(job);
    require(needed.equals(job.files().holders().keySet()), "live is not what is needed");
    for (SegmentPath path : job.files().condemned().all()) {
      require(!needed.contains(path), path + " is condemned and needed");
      everCondemned.add(path);
    }
    for (SegmentPath path : needed) {
      require(!everCondemned.contains(path), path + " was condemned and lives again");
    }
    if (old == null) {
      return;
    }
    List<SegmentPath> deleted =
        event instanceof Event.FilesDeleted files ? files.segments() : List.of();
    for (SegmentPath path : old.files().condemned().all()) {
      require(
          job.files().condemned().contains(path) || deleted.contains(path), path + " was pardoned");
    }
    for (SegmentPath path : old.files().holders().keySet()) {
      require(
          needed.contains(path) || job.files().condemned().contains(path), path + " was forgotten");
    }
  }

  /** By the handles themselves: retained, undecided, and bases of undecided ones. */
  private static Set<SegmentPath> needed(JobState job) {
    Set<CheckpointId> pinned = new HashSet<>();
    for (CheckpointState open : job.unfinished()) {
      pinned.add(open.base());
    }
    Set<SegmentPath> needed = new HashSet<>();
    for (CheckpointState checkpoint : job.checkpoints().values()) {
      boolean pinnedBase =
          checkpoint.status() == CheckpointStatus.SUBSUMED && pinned.contains(checkpoint.id());
      boolean holds =
          !checkpoint.kind().isSavepoint() && (!History.belongs(checkpoint) || pinnedBase);
      if (holds) {
        for (TaskProgress row : checkpoint.tasks().values()) {
          SnapshotHandle handle = row.handle();
          if (handle != null) {
            needed.addAll(handle.segments());
          }
        }
      }
    }
    return needed;
  }
}
