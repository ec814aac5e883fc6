package io.cairn.cli.admin;

/** The cluster did not do or answer what it was asked; the message is one line for a person. */
public final class AdminException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AdminException(String line) {
    super(line);
  }
}
