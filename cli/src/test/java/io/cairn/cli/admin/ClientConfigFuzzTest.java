package io.cairn.cli.admin;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cairn.process.config.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Whatever a person's configuration holds, it names coordinators or is refused in one line. */
final class ClientConfigFuzzTest {

  @FuzzTest(maxDuration = "2m")
  void anyFileNamesCoordinatorsOrIsRefusedInOneLine(byte[] octets) throws IOException {
    Path file = Files.createTempFile("fuzz", ".yaml");
    try {
      Files.write(file, octets);
      Map<String, String> environment = Map.of(ClientConfig.VARIABLE, file.toString());
      Optional<String> named = ClientConfig.coordinators(environment, file);
      named.ifPresent(ClientConfigFuzzTest::parse);
    } catch (ConfigException refused) {
      mustBeOneLine(refused);
      assertTrue(String.valueOf(refused.getMessage()).startsWith(file.toString()));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  @FuzzTest(maxDuration = "2m")
  void anyAddressesAreReadOrRefusedInOneLine(byte[] octets) {
    parse(new String(octets, StandardCharsets.UTF_8));
  }

  private static void parse(String addresses) {
    try {
      AdminClient client = AdminClient.parse(addresses);
      assertTrue(client != null);
    } catch (IllegalArgumentException refused) {
      mustBeOneLine(refused);
    }
  }

  private static void mustBeOneLine(Exception refused) {
    String line = String.valueOf(refused.getMessage());
    assertTrue(line.chars().noneMatch(Character::isISOControl), line);
  }
}
