package io.cairn.coordinator.checkpoint;

import org.pcollections.TreePMap;

/**
 * Which segments of a job are needed and which may be deleted. The two never intersect, and what is
 * condemned never becomes live again.
 *
 * @param holders per live segment, the number of checkpoints that hold it; derived from their
 *     segments
 * @param condemned to be deleted; irrevocable
 */
public record JobFiles(TreePMap<SegmentPath, Integer> holders, SegmentSet condemned) {
  /** No files. */
  public static final JobFiles EMPTY = new JobFiles(TreePMap.empty(), SegmentSet.EMPTY);

  /** With the holders counted from the checkpoints' segments, when a snapshot is read. */
  public static JobFiles of(Iterable<CheckpointState> checkpoints, SegmentSet condemned) {
    JobFiles files = new JobFiles(TreePMap.empty(), condemned);
    for (CheckpointState checkpoint : checkpoints) {
      for (SegmentPath path : checkpoint.segments().all()) {
        files = files.plusHolder(path);
      }
    }
    return files;
  }

  /** Whether a checkpoint holds the segment. */
  public boolean isLive(SegmentPath path) {
    return holders.containsKey(path);
  }

  /** One more checkpoint holds the segment. */
  JobFiles plusHolder(SegmentPath path) {
    return new JobFiles(holders.plus(path, holders.getOrDefault(path, 0) + 1), condemned);
  }

  /** A checkpoint lets go of its segments; those nobody else holds are condemned. */
  JobFiles minusHolders(SegmentSet released) {
    TreePMap<SegmentPath, Integer> left = holders;
    SegmentSet doomed = condemned;
    for (SegmentPath path : released.all()) {
      int count = left.getOrDefault(path, 1);
      if (count > 1) {
        left = left.plus(path, count - 1);
      } else {
        left = left.minus(path);
        doomed = doomed.plus(path);
      }
    }
    return new JobFiles(left, doomed);
  }

  JobFiles withCondemned(SegmentSet now) {
    return new JobFiles(holders, now);
  }
}
