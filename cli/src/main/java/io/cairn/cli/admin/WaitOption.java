package io.cairn.cli.admin;

import picocli.CommandLine.Option;

/** How long a command waits for a change that takes its time. */
final class WaitOption {
  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long to wait (default ${DEFAULT-VALUE}).")
  private int seconds;

  int seconds() {
    return seconds;
  }
}
