package io.cairn.storage.snapshot;

import io.cairn.storage.blob.BlobPath;
import java.util.List;

/**
 * A task's snapshot that is durable in the blob store, or travels inline: the handle of it.
 *
 * <p>Paths are relative to the job's root in the blob store.
 *
 * @param segment the segment that holds the snapshot's index; empty when inline
 * @param indexOffset where the index begins in that segment, in bytes
 * @param indexLength length of the index in bytes
 * @param indexCrc32c CRC32C of the index
 * @param segments exactly the segments that hold blocks of this snapshot, and the index's own;
 *     sorted; empty when inline
 * @param stateBytes full size of the state in bytes
 * @param uploadedBytes bytes that had to be uploaded for it; the rest was there already
 * @param inline the whole state, at most {@value #MAX_INLINE_BYTES} bytes; empty when in segments
 */
public record StoredSnapshot(
    String segment,
    long indexOffset,
    int indexLength,
    int indexCrc32c,
    List<String> segments,
    long stateBytes,
    long uploadedBytes,
    Bytes inline) {

  /** The largest state that travels inside the handle. */
  public static final int MAX_INLINE_BYTES = 1024;

  /** The longest index that is written or read: 64 MiB, which is room for 500,000 files. */
  public static final int MAX_INDEX_BYTES = 64 << 20;

  /** Checks that exactly one of inline and segment is there, and the ranges. */
  public StoredSnapshot {
    segments = List.copyOf(segments);
    boolean isInline = !inline.isEmpty();
    if (isInline != segment.isEmpty() || isInline != segments.isEmpty()) {
      throw new IllegalArgumentException("a snapshot is either inline or in segments");
    }
    if (isInline) {
      require(inline.length() <= MAX_INLINE_BYTES, "inline length", inline.length());
    } else {
      require(indexLength > 0 && indexLength <= MAX_INDEX_BYTES, "index length", indexLength);
      segments.forEach(BlobPath::check);
      require(segments.contains(segment), "number of segments", segments.size());
    }
    require(indexOffset >= 0, "index offset", indexOffset);
    require(stateBytes >= 0, "state bytes", stateBytes);
    require(uploadedBytes >= 0, "uploaded bytes", uploadedBytes);
  }

  /** A snapshot that is its own handle. */
  public static StoredSnapshot ofInline(Bytes state) {
    return new StoredSnapshot("", 0, 0, 0, List.of(), state.length(), 0, state);
  }

  /** Whether the state is in {@link #inline}. */
  public boolean isInline() {
    return !inline.isEmpty();
  }

  private static void require(boolean holds, String what, long value) {
    if (!holds) {
      throw new IllegalArgumentException("stored snapshot: bad " + what + ": " + value);
    }
  }
}
