package io.cairn.coordinator.replication;

import java.util.Optional;

/** The proposal or read surely did not happen: this replica does not lead in the asked-for term. */
public final class NotLeaderException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Optional<String> leaderId;

  /**
   * Names who leads, as far as known.
   *
   * @param leaderId the configured id of the leader
   */
  public NotLeaderException(String message, Optional<String> leaderId) {
    super(message, null, false, false);
    this.leaderId = leaderId;
  }

  /** The configured id of the leader, when this replica knows it. */
  public Optional<String> leaderId() {
    return leaderId;
  }
}
