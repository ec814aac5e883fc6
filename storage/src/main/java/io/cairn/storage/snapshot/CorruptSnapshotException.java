package io.cairn.storage.snapshot;

import java.io.IOException;

/**
 * What was read is surely not what was written: trying again will not help, another copy may.
 *
 * <p>The message names the file, the offset in it and the task.
 */
public final class CorruptSnapshotException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String file;
  private final long offset;

  /**
   * @param file the damaged file: a path on this machine or in the blob store
   * @param offset where in the file the damaged part begins, in bytes
   * @param task whose snapshot it is; empty if not known
   * @param problem what was expected and what was found
   */
  public CorruptSnapshotException(String file, long offset, String task, String problem) {
    super(
        "corrupt snapshot"
            + (task.isEmpty() ? "" : " of task " + task)
            + ": "
            + file
            + " at offset "
            + offset
            + ": "
            + problem);
    this.file = file;
    this.offset = offset;
  }

  /** The damaged file. */
  public String file() {
    return file;
  }

  /** Where the damaged part begins, in bytes. */
  public long offset() {
    return offset;
  }
}
