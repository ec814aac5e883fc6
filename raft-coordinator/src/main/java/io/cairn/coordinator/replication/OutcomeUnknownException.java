package io.cairn.coordinator.replication;

/**
 * The proposal may have happened or may yet happen: leadership was lost, or the time was up, while
 * it was in flight. Whoever leads next will show it in the state or not at all.
 */
public final class OutcomeUnknownException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says why it is unknown. */
  public OutcomeUnknownException(String message) {
    super(message, null, false, false);
  }
}
