package io.cairn.coordinator.checkpoint;

import java.util.List;
import java.util.Optional;

/**
 * Where a task's snapshot lies. Immutable.
 *
 * @param segment the segment that holds the snapshot's index; empty when inline
 * @param indexOffset of the index in that segment, in bytes
 * @param indexLength of the index, in bytes
 * @param indexCrc32c of the index
 * @param segments every segment that holds a block of it, the index's own included
 * @param stateBytes full size of the state
 * @param inline the snapshot itself when it is at most {@link #MAX_INLINE_BYTES}; then no segment
 */
public record SnapshotHandle(
    Optional<SegmentPath> segment,
    long indexOffset,
    int indexLength,
    int indexCrc32c,
    List<SegmentPath> segments,
    long stateBytes,
    Bytes inline) {
  /** Most bytes of an inline snapshot. */
  public static final int MAX_INLINE_BYTES = 1024;

  /** Most segments of one snapshot: 512 paths of 100 bytes keep an ack at about 50 KiB. */
  public static final int MAX_SEGMENTS = 512;

  /** Checks ranges, and that the index's own segment is among the segments. */
  public SnapshotHandle {
    segments = List.copyOf(segments);
    if (indexOffset < 0 || indexLength < 0 || stateBytes < 0) {
      throw new IllegalArgumentException("a snapshot handle has a negative offset or length");
    }
    if (inline.size() > MAX_INLINE_BYTES || segments.size() > MAX_SEGMENTS) {
      throw new IllegalArgumentException(
          "a snapshot handle has at most "
              + MAX_INLINE_BYTES
              + " inline bytes and "
              + MAX_SEGMENTS
              + " segments, has "
              + inline.size()
              + " and "
              + segments.size());
    }
    if (segment.isPresent() ? !segments.contains(segment.get()) : !segments.isEmpty()) {
      throw new IllegalArgumentException("a snapshot handle's segments must hold its index's one");
    }
  }

  /** The handle of a snapshot that is small enough to travel in the ack. */
  public static SnapshotHandle inline(byte[] snapshot, long stateBytes) {
    return new SnapshotHandle(Optional.empty(), 0, 0, 0, List.of(), stateBytes, Bytes.of(snapshot));
  }

  void addTo(Hash64 hash) {
    if (segment.isPresent()) {
      segment.get().addTo(hash);
    } else {
      hash.add("");
    }
    hash.add(indexOffset).add(indexLength).add(indexCrc32c).add(stateBytes);
    for (SegmentPath path : segments) {
      path.addTo(hash);
    }
    inline.addTo(hash.add(segments.size()));
  }
}
