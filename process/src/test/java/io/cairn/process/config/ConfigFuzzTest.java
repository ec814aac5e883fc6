package io.cairn.process.config;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Whatever a configuration file holds, it is read or refused in one line that names the place. */
final class ConfigFuzzTest {

  @FuzzTest(maxDuration = "2m")
  void anyTextIsReadOrRefusedInOneLine(byte[] octets) {
    try {
      read(ConfigFile.parse("c1.yaml", new String(octets, StandardCharsets.UTF_8)));
    } catch (ConfigException refused) {
      String line = String.valueOf(refused.getMessage());
      assertTrue(line.startsWith("c1.yaml:"), line);
      assertTrue(line.chars().noneMatch(Character::isISOControl), line);
    }
  }

  /** Asks for one key of each kind, as the processes do. */
  private static void read(ConfigSection top) {
    assertTrue(!top.text("id", "c1").isBlank());
    for (ConfigSection member : top.sections("members")) {
      assertTrue(member.hostPort("raft").port() >= 0);
    }
    top.textMap("hadoop").values().forEach(text -> assertTrue(text != null));
    top.sectionIfPresent("raft")
        .ifPresent(
            raft -> {
              Duration most = Duration.ofMinutes(1);
              Duration read = raft.millis("electionTimeoutMillis", Duration.ZERO, most, most);
              assertTrue(read.compareTo(most) <= 0);
              raft.bool("on", true);
              raft.integer("size", -1, 7, 0);
            });
    if (top.has("peers")) {
      assertTrue(!top.texts("peers").isEmpty());
    }
    top.rejectUnknownKeys();
  }
}
