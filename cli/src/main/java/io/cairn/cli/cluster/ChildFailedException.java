package io.cairn.cli.cluster;

import java.util.List;

/** A process of the cluster did not start or ended by itself; the message holds its last lines. */
public final class ChildFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the last lines of its log. */
  public ChildFailedException(String what, List<String> lastWords) {
    super(what + lastWords.stream().map(line -> "\n    " + line).reduce("", String::concat));
  }
}
