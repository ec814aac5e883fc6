package io.cairn.cli;

/** Ends a command with one line for the person and an exit code. */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /**
   * For what failed while it was done.
   *
   * @param exitCode one of {@link io.cairn.process.ExitCode}
   * @param line what failed, with which value, and what to do next
   */
  public CliException(int exitCode, String line) {
    super(line);
    this.exitCode = exitCode;
  }

  /** As above, with the exception behind it, shown by {@code --stacktrace} only. */
  public CliException(int exitCode, String line, Throwable cause) {
    super(line, cause);
    this.exitCode = exitCode;
  }

  /** One of {@link io.cairn.process.ExitCode}. */
  public int exitCode() {
    return exitCode;
  }
}
