package io.cairn.storage.snapshot;

import io.cairn.storage.blob.BlobInput;
import io.cairn.storage.blob.BlobStore;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the indexes that handles point to, and remembers the last ones. Any thread. */
final class StoredIndexes {

  /** Remembered indexes: the bases of as many tasks as an agent may host, at a few KiB each. */
  private static final int MAX_REMEMBERED = 256;

  private final BlobStore store;
  private final Map<String, SnapshotIndex> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SnapshotIndex> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  StoredIndexes(BlobStore store) {
    this.store = store;
  }

  /** The index of a stored snapshot that is not inline, verified. */
  SnapshotIndex get(String jobRoot, StoredSnapshot snapshot, String task) throws IOException {
    SnapshotIndex index = recall(jobRoot, snapshot);
    if (index == null) {
      index = read(store, jobRoot, snapshot, task);
      remember(jobRoot, snapshot, index);
    }
    return index;
  }

  synchronized void remember(String jobRoot, StoredSnapshot snapshot, SnapshotIndex index) {
    remembered.put(key(jobRoot, snapshot), index);
  }

  private synchronized @Nullable SnapshotIndex recall(String jobRoot, StoredSnapshot snapshot) {
    return remembered.get(key(jobRoot, snapshot));
  }

  private static String key(String jobRoot, StoredSnapshot snapshot) {
    return jobRoot + "/" + snapshot.segment() + "@" + snapshot.indexOffset();
  }

  static SnapshotIndex read(BlobStore store, String jobRoot, StoredSnapshot snapshot, String task)
      throws IOException {
    String path = jobRoot + "/" + snapshot.segment();
    var origin = new SealedBytes.Origin(path, snapshot.indexOffset(), task);
    byte[] bytes = new byte[snapshot.indexLength()];
    try (BlobInput in = store.open(path)) {
      in.readFully(snapshot.indexOffset(), bytes, 0, bytes.length);
    } catch (NoSuchFileException | EOFException e) {
      CorruptSnapshotException corrupt = origin.corrupt(0, "is missing or too short: " + e);
      corrupt.initCause(e);
      throw corrupt;
    }
    int crc = Crc32c.of(bytes);
    if (crc != snapshot.indexCrc32c()) {
      throw origin.corrupt(0, "index: " + Crc32c.mismatch(snapshot.indexCrc32c(), crc));
    }
    return SnapshotIndex.decode(bytes, origin);
  }
}
