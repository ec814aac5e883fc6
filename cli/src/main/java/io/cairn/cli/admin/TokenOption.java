package io.cairn.cli.admin;

import io.cairn.cli.CliException;
import io.cairn.process.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where a person's token comes from: a file, or the environment. Never the command line, which
 * other users of the machine see, and shells remember.
 */
final class TokenOption {
  static final String FILE_VARIABLE = "CAIRN_TOKEN_FILE";
  static final String VARIABLE = "CAIRN_TOKEN";

  private static final long MAX_BYTES = 4_096;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = {
        "Holds your token (or set CAIRN_TOKEN_FILE, or CAIRN_TOKEN to the token",
        "itself, or write 'tokenFile: FILE' into the configuration file)."
      })
  private @Nullable Path file;

  /**
   * The token, by the first of these that says it: the option, the variables, the file of the
   * configuration.
   *
   * @throws CliException with one line when a file cannot be read
   */
  Optional<String> find(Map<String, String> environment, Optional<Path> configured) {
    if (file != null) {
      return Optional.of(read(file, "--token-file"));
    }
    String named = environment.getOrDefault(FILE_VARIABLE, "");
    if (!named.isBlank()) {
      return Optional.of(read(Path.of(named), FILE_VARIABLE));
    }
    String token = environment.getOrDefault(VARIABLE, "").strip();
    if (!token.isEmpty()) {
      return Optional.of(checked(token, VARIABLE));
    }
    return configured.map(path -> read(path, "tokenFile"));
  }

  private static String read(Path path, String what) {
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new CliException(ExitCode.USAGE, what + ": " + path + " is too long for a token");
      }
      return checked(Files.readString(path).strip(), what + ": " + path);
    } catch (NoSuchFileException e) {
      throw new CliException(ExitCode.USAGE, what + ": " + path + " does not exist", e);
    } catch (IOException e) {
      throw new CliException(ExitCode.USAGE, what + ": " + path + " cannot be read", e);
    }
  }

  /** It goes into a header. */
  private static String checked(String token, String what) {
    if (!token.matches("[!-~]+")) {
      throw new CliException(ExitCode.USAGE, what + ": should hold one token and nothing else");
    }
    return token;
  }
}
