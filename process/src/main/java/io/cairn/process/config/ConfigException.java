package io.cairn.process.config;

/**
 * A configuration that cannot be used. The message is one line for a person: {@code FILE:LINE: KEY:
 * what is wrong and what to do}. The process has not started anything; its exit code is {@link
 * io.cairn.process.ExitCode#USAGE}.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the whole line as a person shall see it. */
  public ConfigException(String line) {
    super(line);
  }
}
