package io.cairn.coordinator.checkpoint;

import java.util.Set;

/** A sorted persistent set of segments with the sum of their hashes. O(log n) per change. */
public record SegmentSet(HashedMap<SegmentPath, SegmentPath> paths) {
  /** No segment. */
  public static final SegmentSet EMPTY = new SegmentSet(HashedMap.empty());

  /** Whether it holds the segment. */
  public boolean contains(SegmentPath path) {
    return paths.contains(path);
  }

  /** The segments in order. */
  public Set<SegmentPath> all() {
    return paths.entries().keySet();
  }

  /** Number of segments. */
  public int size() {
    return paths.size();
  }

  /** This set with the segment. */
  public SegmentSet plus(SegmentPath path) {
    return contains(path) ? this : new SegmentSet(paths.plus(path, path));
  }

  /** This set without the segment. */
  public SegmentSet minus(SegmentPath path) {
    return contains(path) ? new SegmentSet(paths.minus(path)) : this;
  }

  long sum() {
    return paths.sum();
  }
}
