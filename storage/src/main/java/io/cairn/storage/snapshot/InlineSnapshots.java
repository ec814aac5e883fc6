package io.cairn.storage.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Decides which snapshots travel in their handle: a small task state and nothing else. */
final class InlineSnapshots {

  private InlineSnapshots() {}

  /** The snapshot as its own handle, or null if it has to be uploaded. */
  static @Nullable StoredSnapshot tryInline(UploadRequest request) throws IOException {
    LocalSnapshot local = request.local();
    if (local.files().size() != 1) {
      return null;
    }
    SnapshotFile file = local.files().get(0);
    if (!file.name().equals(LocalSnapshot.TASK_STATE_FILE)
        || file.length() == 0
        || file.length() > StoredSnapshot.MAX_INLINE_BYTES) {
      return null;
    }
    Path path = local.directory().resolve(file.name());
    byte[] content;
    try (InputStream in = local.open(file)) {
      content = in.readAllBytes();
    }
    int crc = Crc32c.of(content);
    if (content.length != file.length() || crc != file.crc32c()) {
      throw new CorruptSnapshotException(
          path.toString(), 0, request.task(), Crc32c.mismatch(file.crc32c(), crc));
    }
    return StoredSnapshot.ofInline(Bytes.copyOf(content));
  }
}
