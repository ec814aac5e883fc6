package io.cairn.coordinator.replication;

/** The set of replicas, or its leader, surely was not changed. The message is for a person. */
public final class GroupChangeException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why, for programs. */
  public enum Reason {
    /** Another change is under way. */
    BUSY,
    /** The new replica does not answer, or cannot take the log. */
    UNREACHABLE,
    /** Too few of those that would remain are alive. */
    QUORUM,
    /** There is no such member. */
    NO_SUCH_MEMBER,
    /** It makes no sense as it was asked. */
    INVALID,
    /** It contradicts what the cluster knows. */
    CONFLICT,
    /** There are too many. */
    LIMIT
  }

  private final Reason reason;

  /** With the line that a person shall see. */
  public GroupChangeException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  /** Why, for programs. */
  public Reason reason() {
    return reason;
  }
}
