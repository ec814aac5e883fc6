package io.cairn.cli.admin;

/** The cluster did not do or answer what it was asked; the message is one line for a person. */
public final class AdminException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean refusal;

  AdminException(String line) {
    this(line, false);
  }

  AdminException(String line, boolean refusal) {
    super(line);
    this.refusal = refusal;
  }

  /** True when a coordinator answered that it will not: asking again gives the same answer. */
  public boolean isRefusal() {
    return refusal;
  }
}
