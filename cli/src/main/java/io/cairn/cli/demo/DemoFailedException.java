package io.cairn.cli.demo;

/** The run did not come to a verdict; the message says why. */
final class DemoFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoFailedException(String message) {
    super(message);
  }
}
