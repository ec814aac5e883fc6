package io.cairn.coordinator.replication;

/** The proposal surely did not happen, and may be tried again later: this replica is full. */
public final class CommandRejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says which limit was met. */
  public CommandRejectedException(String message) {
    super(message, null, false, false);
  }
}
