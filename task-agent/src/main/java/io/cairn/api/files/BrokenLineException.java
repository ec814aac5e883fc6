package io.cairn.api.files;

/** A line could not be read, and the job's policy is to fail. The message names file and line. */
public final class BrokenLineException extends Exception {

  private static final long serialVersionUID = 1L;

  private final long lineNumber;

  BrokenLineException(String file, long lineNumber, Exception cause) {
    super(file + ":" + lineNumber + ": broken line: " + cause.getMessage(), cause);
    this.lineNumber = lineNumber;
  }

  /** Number of the line in the whole file; the first is 1. */
  public long lineNumber() {
    return lineNumber;
  }
}
