package io.cairn.storage.state;

/**
 * The local state could not be read or written: the disk failed, or a serializer did. The task has
 * to be restored; nothing of what it did since its last snapshot may be relied on.
 */
public final class StateAccessException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Takes what was tried, and why it failed. */
  public StateAccessException(String message, Throwable cause) {
    super(message, cause);
  }
}
