package io.cairn.storage.snapshot;

import io.cairn.storage.blob.BlobPath;
import java.util.UUID;

/**
 * A file of a snapshot and what it is known by.
 *
 * <p>The name alone identifies nothing: a restored store counts its files on from the same number
 * as another one that was restored from the same snapshot.
 *
 * @param name path relative to the snapshot's directory, {@code /}-separated
 * @param writer the run of the store that wrote the file
 * @param length in bytes
 * @param crc32c of the whole content
 * @param immutable whether writer and name never name another content; only such files are shared
 *     between snapshots
 */
public record SnapshotFile(String name, UUID writer, long length, int crc32c, boolean immutable) {

  /** Checks the name, since files are placed by it. */
  public SnapshotFile {
    BlobPath.check(name);
    if (length < 0) {
      throw new IllegalArgumentException(name + ": negative length " + length);
    }
  }
}
