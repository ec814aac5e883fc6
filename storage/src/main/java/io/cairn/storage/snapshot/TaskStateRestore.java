package io.cairn.storage.snapshot;

import io.cairn.storage.blob.BlobStore;
import java.io.IOException;
import java.nio.file.Files;

/**
 * Places only the small named state of a task: at another parallelism a new task may need that of
 * all older ones, but the keyed state of few. Any thread.
 */
public final class TaskStateRestore {

  private final BlobStore store;

  /** Takes the store to read from. */
  public TaskStateRestore(BlobStore store) {
    this.store = store;
  }

  /**
   * Restores the file {@link LocalSnapshot#TASK_STATE_FILE}, verified; not made durable.
   *
   * @param request its local copy is not used
   * @throws CorruptSnapshotException if the stored snapshot is damaged or a part of it is missing
   * @throws IOException if reading or writing failed
   */
  public void restore(RestoreRequest request) throws IOException {
    Files.createDirectories(request.target());
    if (request.snapshot().isInline()) {
      Files.write(
          request.target().resolve(LocalSnapshot.TASK_STATE_FILE),
          request.snapshot().inline().toByteArray());
      return;
    }
    SnapshotIndex index =
        StoredIndexes.read(store, request.jobRoot(), request.snapshot(), request.task());
    try (OpenSegments segments = new OpenSegments(store, request.jobRoot())) {
      BlockReader blocks = new BlockReader(segments, request.task());
      for (SnapshotIndex.StoredFile stored : index.files()) {
        if (stored.file().name().equals(LocalSnapshot.TASK_STATE_FILE)) {
          blocks.fetch(stored, request.target().resolve(LocalSnapshot.TASK_STATE_FILE));
        }
      }
    }
  }
}
