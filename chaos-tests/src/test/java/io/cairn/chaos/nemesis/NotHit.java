package io.cairn.chaos.nemesis;

/** A fault that was ordered and is not there; the message says what was seen instead. */
public final class NotHit extends Exception {
  private static final long serialVersionUID = 1L;

  /** With what was seen instead. */
  public NotHit(String seen) {
    super(seen);
  }
}
