package io.cairn.api;

/** A job's definition or one of its arguments is wrong. The message says what and what to do. */
public final class JobDefinitionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JobDefinitionException(String message) {
    super(message);
  }
}
