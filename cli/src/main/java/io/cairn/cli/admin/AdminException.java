package io.cairn.cli.admin;

/** The cluster did not do or answer what it was asked; the message is one line for a person. */
public final class AdminException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  AdminException(String line) {
    this(line, 0);
  }

  /** With the status of the answer; 0 when there was none. */
  AdminException(String line, int status) {
    super(line);
    this.status = status;
  }

  /** True when it is not known who asks, or they may not. */
  public boolean isForbidden() {
    return status == 401 || status == 403;
  }

  /** True when a coordinator answered that it will not: asking again gives the same answer. */
  public boolean isRefusal() {
    return status >= 400 && status < 500;
  }
}
