package io.cairn.coordinator.replication.disk;

/** Something that this replica once wrote is missing or altered. The message names it. */
public final class DamageException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With what is damaged, in one line without an end. */
  public DamageException(String what) {
    super(what);
  }
}
