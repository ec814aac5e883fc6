package io.cairn.cli.admin;

import io.cairn.process.config.ConfigFile;
import io.cairn.process.config.ConfigSection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file of a person who looks after one cluster: {@code coordinators: [HOST:PORT, ...]}. It is
 * asked when neither the option nor the variable names any.
 */
final class ClientConfig {
  static final String VARIABLE = "CAIRN_CONFIG";

  private ClientConfig() {}

  /**
   * Its coordinators, empty when there is no file.
   *
   * @throws io.cairn.process.config.ConfigException when it is there, or named, and cannot be used
   */
  static Optional<String> coordinators(Map<String, String> environment, Path home) {
    String named = environment.getOrDefault(VARIABLE, "");
    Path file = named.isBlank() ? usual(environment, home) : Path.of(named);
    if (named.isBlank() && !Files.exists(file)) {
      return Optional.empty();
    }
    ConfigSection section = ConfigFile.read(file);
    List<String> addresses = section.texts("coordinators");
    section.rejectUnknownKeys();
    return Optional.of(String.join(",", addresses));
  }

  /** As the XDG base directory specification says. */
  private static Path usual(Map<String, String> environment, Path home) {
    String configured = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path base = configured.isBlank() ? home.resolve(".config") : Path.of(configured);
    return base.resolve("cairn").resolve("config.yaml");
  }
}
