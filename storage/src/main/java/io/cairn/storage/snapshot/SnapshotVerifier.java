package io.cairn.storage.snapshot;

import io.cairn.storage.blob.BlobInput;
import io.cairn.storage.blob.BlobStore;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Says whether stored snapshots would restore, without placing anything. Of one thread; remembers
 * what it has checked, so one of these is for one checkpoint.
 */
public final class SnapshotVerifier {

  /** How closely to look. */
  public enum Depth {
    /** The index whole; of each segment its presence and length. */
    SIZES,
    /** Every block and every file of the snapshot; {@link #verifyRest} then looks at the rest. */
    BLOCKS
  }

  private final BlobStore store;
  private final Depth depth;
  private final Map<String, Seen> seen = new TreeMap<>();

  /** A segment: a task that refers to it, and where the contents begin that were found whole. */
  private record Seen(String task, Set<Long> offsets) {}

  /** Takes the store to read from. */
  public SnapshotVerifier(BlobStore store, Depth depth) {
    this.store = store;
    this.depth = depth;
  }

  /**
   * What was found to be whole.
   *
   * @param files of the snapshot
   * @param blocks of those files; 0 when inline
   * @param stateBytes sum of the files' lengths
   * @param storedBytes bytes by segment that this snapshot refers to, its index included
   */
  public record Verified(int files, int blocks, long stateBytes, Map<String, Long> storedBytes) {
    /** Copies the map. */
    public Verified {
      storedBytes = Map.copyOf(storedBytes);
    }
  }

  /**
   * Checks one snapshot.
   *
   * @param jobRoot the job's root, to which the segments' paths are relative
   * @param task for the error, such as {@code count/3}
   * @throws CorruptSnapshotException naming file, offset and task, if it would not restore
   * @throws IOException if the store cannot be read now: nothing may be concluded
   */
  public Verified verify(String jobRoot, String task, StoredSnapshot snapshot) throws IOException {
    if (snapshot.isInline()) {
      return new Verified(1, 0, snapshot.inline().length(), Map.of());
    }
    SnapshotIndex index = StoredIndexes.read(store, jobRoot, snapshot, task);
    Map<String, Long> ends = new HashMap<>();
    Map<String, Long> bytes = new HashMap<>();
    claim(ends, bytes, snapshot.segment(), snapshot.indexOffset(), snapshot.indexLength());
    int blocks = 0;
    for (SnapshotIndex.StoredFile file : index.files()) {
      blocks += file.blocks().size();
      for (SnapshotIndex.Block block : file.blocks()) {
        claim(ends, bytes, block.segment(), block.offset(), block.length());
      }
    }
    for (Map.Entry<String, Long> end : ends.entrySet()) {
      if (!snapshot.segments().contains(end.getKey())) {
        throw new CorruptSnapshotException(
            jobRoot + "/" + snapshot.segment(),
            snapshot.indexOffset(),
            task,
            "its index needs " + end.getKey() + ", which its handle does not name");
      }
      checkLength(jobRoot + "/" + end.getKey(), task, end.getValue());
    }
    if (depth == Depth.BLOCKS) {
      checkBlocks(jobRoot, task, index.files());
      remember(jobRoot, task, snapshot, index);
    }
    return new Verified(index.files().size(), blocks, snapshot.stateBytes(), bytes);
  }

  /**
   * Looks at what no snapshot that was verified needs, in every segment that one of them refers to:
   * contents of other snapshots, headers, footers. Damage there stops no restore of these.
   *
   * @return what is damaged; each names the segment and a task that refers to it
   */
  public List<CorruptSnapshotException> verifyRest() throws IOException {
    List<CorruptSnapshotException> damaged = new ArrayList<>();
    for (Map.Entry<String, Seen> one : seen.entrySet()) {
      try {
        Seen known = one.getValue();
        new SegmentVerifier(store).verifyRest(one.getKey(), known.task(), known.offsets());
      } catch (CorruptSnapshotException e) {
        damaged.add(e);
      }
    }
    return damaged;
  }

  private void remember(String jobRoot, String task, StoredSnapshot snapshot, SnapshotIndex index) {
    for (String segment : snapshot.segments()) {
      seen.computeIfAbsent(jobRoot + "/" + segment, path -> new Seen(task, new HashSet<>()));
    }
    note(jobRoot + "/" + snapshot.segment(), snapshot.indexOffset());
    for (SnapshotIndex.StoredFile file : index.files()) {
      file.blocks().forEach(block -> note(jobRoot + "/" + block.segment(), block.offset()));
    }
  }

  private void note(String path, long offset) {
    Seen known = seen.get(path);
    if (known != null) {
      known.offsets().add(offset);
    }
  }

  private static void claim(
      Map<String, Long> ends, Map<String, Long> bytes, String segment, long offset, int length) {
    ends.merge(segment, offset + length, Math::max);
    bytes.merge(segment, (long) length, Long::sum);
  }

  private void checkLength(String path, String task, long needed) throws IOException {
    try (BlobInput in = store.open(path)) {
      if (in.length() < needed) {
        throw new CorruptSnapshotException(
            path, in.length(), task, "the file ends here, " + needed + " bytes are needed");
      }
    } catch (NoSuchFileException e) {
      CorruptSnapshotException corrupt =
          new CorruptSnapshotException(path, 0, task, "the file is missing");
      corrupt.initCause(e);
      throw corrupt;
    }
  }

  private void checkBlocks(String jobRoot, String task, List<SnapshotIndex.StoredFile> files)
      throws IOException {
    try (OpenSegments segments = new OpenSegments(store, jobRoot)) {
      ParallelFiles.forEach(files, () -> new BlockReader(segments, task)::check);
    }
  }
}
