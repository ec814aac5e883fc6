package io.cairn.storage.snapshot;

import java.io.IOException;

/** A local file could not be read, so writing the segment again would not help this member. */
final class LocalReadException extends IOException {

  private static final long serialVersionUID = 1L;

  private final IOException failure;

  LocalReadException(IOException failure) {
    super(failure);
    this.failure = failure;
  }

  /** What the caller of the upload is told. */
  IOException failure() {
    return failure;
  }
}
