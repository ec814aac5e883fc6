package io.cairn.cli.admin;

import io.cairn.cli.CliException;
import io.cairn.process.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Asks a person before something is done that is not undone by another command. */
public final class Confirmation {
  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  /** True when there is nothing to ask. */
  boolean isGiven() {
    return yes;
  }

  /**
   * Returns when it may be done.
   *
   * @throws CliException when the person says no, or there is nobody to ask
   */
  public void require(CommandSpec spec, String what) {
    if (yes) {
      return;
    }
    spec.commandLine().getErr().print(what + " [y/N] ");
    spec.commandLine().getErr().flush();
    String answer = line();
    if (answer == null) {
      throw new CliException(
          ExitCode.USAGE, "nobody answers on standard input; give --yes to go on without asking");
    }
    String word = answer.strip().toLowerCase(Locale.ROOT);
    if (!word.equals("y") && !word.equals("yes")) {
      throw new CliException(ExitCode.FAILED, "not done");
    }
  }

  private static @Nullable String line() {
    try {
      return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
          .readLine();
    } catch (IOException closed) {
      return null;
    }
  }
}
