package io.cairn.cli.admin;

import io.cairn.process.config.ConfigFile;
import io.cairn.process.config.ConfigSection;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The file of a person who looks after one cluster. What it says counts where neither an option nor
 * a variable says it.
 *
 * @param addresses {@code coordinators: [HOST:PORT, ...]}, joined by commas
 * @param authorities whose certificates of coordinators count
 * @param certificate what is shown to them
 * @param key of the certificate
 * @param tokenFile holds the person's token
 */
record ClientConfig(
    Optional<String> addresses,
    Optional<Path> authorities,
    Optional<Path> certificate,
    Optional<Path> key,
    Optional<Path> tokenFile) {
  static final String VARIABLE = "CAIRN_CONFIG";

  /** What is not in the file, when there is none. */
  static final ClientConfig NONE =
      new ClientConfig(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * Reads it.
   *
   * @throws io.cairn.process.config.ConfigException when it is there, or named, and cannot be used
   */
  static ClientConfig read(Map<String, String> environment, Path home) {
    String named = environment.getOrDefault(VARIABLE, "");
    Path file = named.isBlank() ? usual(environment, home) : Path.of(named);
    if (named.isBlank() && !Files.exists(file)) {
      return NONE;
    }
    ConfigSection section = ConfigFile.read(file);
    ClientConfig config =
        new ClientConfig(
            Optional.of(String.join(",", section.texts("coordinators"))),
            path(section, "authorities", file),
            path(section, "certificate", file),
            path(section, "key", file),
            path(section, "tokenFile", file));
    section.rejectUnknownKeys();
    return config;
  }

  /** Its coordinators, empty when there is no file. */
  static Optional<String> coordinators(Map<String, String> environment, Path home) {
    return read(environment, home).addresses();
  }

  /** Relative ones are beside the file. */
  private static Optional<Path> path(ConfigSection section, String key, Path file) {
    if (!section.has(key)) {
      return Optional.empty();
    }
    try {
      return Optional.of(file.toAbsolutePath().resolveSibling(section.text(key)));
    } catch (InvalidPathException e) {
      throw section.invalid(key, "is not a path: " + e.getMessage());
    }
  }

  /** As the XDG base directory specification says. */
  private static Path usual(Map<String, String> environment, Path home) {
    String configured = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path base = configured.isBlank() ? home.resolve(".config") : Path.of(configured);
    return base.resolve("cairn").resolve("config.yaml");
  }
}
