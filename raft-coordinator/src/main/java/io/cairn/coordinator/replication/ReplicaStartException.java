package io.cairn.coordinator.replication;

/** A replica cannot start. The message is one line for a person. */
public final class ReplicaStartException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Reason {
    /** Another process owns the directory. */
    DIRECTORY_IN_USE,
    /** The Raft address cannot be bound. */
    ADDRESS_IN_USE,
    /** The disk cannot be read or written now: full, read-only or failing. */
    STORAGE,
    /** What the replica once wrote is missing or altered: it must be rebuilt from the others. */
    DAMAGED
  }

  private final Reason reason;

  /** With the line that a person shall see. */
  public ReplicaStartException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Without a cause. */
  public ReplicaStartException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** What went wrong, for programs. */
  public Reason reason() {
    return reason;
  }
}
