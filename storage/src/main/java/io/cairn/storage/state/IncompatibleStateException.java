package io.cairn.storage.state;

/** State was written under another schema than the one that it is opened under. */
public final class IncompatibleStateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Longer schemas are shortened in the message; the accessors have them whole. */
  private static final int SHOWN_CHARS = 600;

  private final String stored;
  private final String requested;

  /**
   * @param state what was to be opened, such as a state's name
   * @param stored the schema in the store
   * @param requested the schema of the code
   * @param difference what stands in the way; empty if the schemas say all
   */
  public IncompatibleStateException(
      String state, String stored, String requested, String difference) {
    super(
        state
            + " was stored as "
            + shown(stored)
            + " and cannot be opened as "
            + shown(requested)
            + (difference.isEmpty() ? "" : ": " + shown(difference))
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

  private static String shown(String schema) {
    return schema.length() <= SHOWN_CHARS ? schema : schema.substring(0, SHOWN_CHARS) + "...";
  }
}
