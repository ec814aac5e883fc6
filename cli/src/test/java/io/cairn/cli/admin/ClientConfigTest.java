package io.cairn.cli.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.process.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClientConfigTest {
  private static final String FILE = "coordinators:\n  - h1:7301\n  - h2:7301\n";

  @TempDir Path home;

  private Path write(String directory, String text) throws Exception {
    Path file = home.resolve(directory).resolve("cairn").resolve("config.yaml");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void withoutAFileThereIsNone() {
    assertEquals(Optional.empty(), ClientConfig.coordinators(Map.of(), home));
  }

  @Test
  void theFileIsFoundInTheHomeDirectoryOrWhereXdgSays() throws Exception {
    write(".config", FILE);
    assertEquals(Optional.of("h1:7301,h2:7301"), ClientConfig.coordinators(Map.of(), home));
    write("elsewhere", FILE.replace("h1", "h3"));
    Map<String, String> xdg = Map.of("XDG_CONFIG_HOME", home.resolve("elsewhere").toString());
    assertEquals(Optional.of("h3:7301,h2:7301"), ClientConfig.coordinators(xdg, home));
  }

  @Test
  void aNamedFileMustBeThereAndAMistypedKeyIsNamed() throws Exception {
    Map<String, String> missing =
        Map.of(ClientConfig.VARIABLE, home.resolve("none.yaml").toString());
    assertThrows(ConfigException.class, () -> ClientConfig.coordinators(missing, home));
    Path wrong = write(".config", FILE + "coordinator: h4:7301\n");
    ConfigException e =
        assertThrows(ConfigException.class, () -> ClientConfig.coordinators(Map.of(), home));
    assertTrue(
        e.getMessage().startsWith(wrong + ":4: coordinator: "), String.valueOf(e.getMessage()));
  }

  @Test
  void aTokensFileIsBesideTheFileThatNamesIt() throws Exception {
    Path file = write(".config", FILE + "tokenFile: my.token\n");
    assertEquals(
        Optional.of(file.toAbsolutePath().resolveSibling("my.token")),
        ClientConfig.read(Map.of(), home).tokenFile());
  }
}
