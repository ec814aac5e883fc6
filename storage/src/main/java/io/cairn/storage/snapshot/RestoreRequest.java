package io.cairn.storage.snapshot;

import io.cairn.storage.blob.BlobPath;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the files of a stored snapshot to be placed in a directory.
 *
 * @param jobRoot the job's root, a path in the blob store
 * @param task shown to people in errors, such as {@code count/3}
 * @param snapshot what to restore
 * @param target a directory that does not exist or is empty
 * @param localCopy a directory of a snapshot on this machine whose files are used where their
 *     checksums agree; null: none. It is never changed, but files may be hard linked from it
 */
public record RestoreRequest(
    String jobRoot, String task, StoredSnapshot snapshot, Path target, @Nullable Path localCopy) {

  /** Checks the root. */
  public RestoreRequest {
    BlobPath.check(jobRoot);
  }
}
