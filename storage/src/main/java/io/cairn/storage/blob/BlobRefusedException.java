package io.cairn.storage.blob;

import java.io.IOException;

/**
 * The file system answered, and the answer is no: the permission is missing, a quota is used up or
 * the disks are full. Trying again helps only after a person has done something.
 */
public final class BlobRefusedException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Says which file, and why. */
  public BlobRefusedException(String path, IOException cause) {
    super(path + " is refused: " + cause.getMessage(), cause);
  }
}
