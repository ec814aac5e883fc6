package io.cairn.process.failpoint;

/** What a failpoint armed with {@code throw} throws. */
public final class FailpointException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FailpointException(Failpoint at) {
    super("failpoint " + at.kebab());
  }
}
