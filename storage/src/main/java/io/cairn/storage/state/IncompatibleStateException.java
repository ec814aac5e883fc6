package io.cairn.storage.state;

/** State was written under another schema than the one that it is opened under. */
public final class IncompatibleStateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String stored;
  private final String requested;

  /**
   * @param state what was to be opened, such as a state's name
   * @param stored the schema in the store
   * @param requested the schema of the code
   */
  public IncompatibleStateException(String state, String stored, String requested) {
    super(
        state
            + " was stored as "
            + stored
            + " and cannot be opened as "
            + requested
            + "; use the old schema, or another name for the new state");
    this.stored = stored;
    this.requested = requested;
  }

  /** The schema in the store. */
  public String stored() {
    return stored;
  }

  /** The schema of the code. */
  public String requested() {
    return requested;
  }
}
