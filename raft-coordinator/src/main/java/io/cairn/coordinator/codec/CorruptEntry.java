package io.cairn.coordinator.codec;

/**
 * Bytes of the log that are not a batch of a version this replica knows. The replica cannot go on:
 * it would differ from the others.
 */
public final class CorruptEntry extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a reason for the log. */
  public CorruptEntry(String message) {
    super(message);
  }

  /** With a reason and its cause. */
  public CorruptEntry(String message, Throwable cause) {
    super(message, cause);
  }
}
