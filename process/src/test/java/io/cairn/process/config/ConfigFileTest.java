package io.cairn.process.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.process.HostPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigFileTest {
  private static final String GOOD =
      """
      # a coordinator
      id: c1
      bootstrap: true
      agentLeaseMillis: 3_000
      members:
        - {id: c1, raft: "127.0.0.1:7101"}
        - {id: c2, raft: "[::1]:7102"}
      coordinators: ["127.0.0.1:7201", b:1]
      hadoop: {dfs.client.socket-timeout: "4000", other: 5}
      raft:
        electionTimeoutMillis: 300
      """;

  @Test
  void readsEveryKindOfValue() {
    ConfigSection section = ConfigFile.parse("c1.yaml", GOOD);

    assertEquals("c1", section.text("id"));
    assertTrue(section.bool("bootstrap", false));
    assertFalse(section.bool("absent", false));
    assertEquals(
        Duration.ofSeconds(3),
        section.millis(
            "agentLeaseMillis", Duration.ZERO, Duration.ofMinutes(1), Duration.ofSeconds(1)));
    List<ConfigSection> members = section.sections("members");
    assertEquals("c1", members.get(0).text("id"));
    assertEquals("c2", members.get(1).text("id"));
    assertEquals(new HostPort("127.0.0.1", 7101), members.get(0).hostPort("raft"));
    assertEquals(new HostPort("::1", 7102), members.get(1).hostPort("raft"));
    assertEquals(List.of("127.0.0.1:7201", "b:1"), section.texts("coordinators"));
    assertEquals(
        Map.of("dfs.client.socket-timeout", "4000", "other", "5"), section.textMap("hadoop"));
    assertEquals(300, section.section("raft").integer("electionTimeoutMillis", 1, 1000));
    assertEquals(7, section.integer("slots", 1, 64, 7));
    assertEquals("x", section.text("name", "x"));
    section.rejectUnknownKeys();
  }

  @Test
  void anUnknownKeyIsNamedWithTheNearestKnownOne() {
    assertFault(
        "f:3: bootstap: is not a known key; did you mean 'bootstrap'?",
        "# x\nid: c1\nbootstap: true\n",
        s -> {
          s.text("id");
          s.bool("bootstrap", false);
          s.rejectUnknownKeys();
        });
  }

  @Test
  void anUnknownKeyUnlikeAnyOtherListsTheKeys() {
    assertFault(
        "f:2: members[0].zzzzzzzzzz: is not a known key; the keys here are: id, raft",
        "members:\n  - {id: c1, raft: x, zzzzzzzzzz: 1}\n",
        s -> {
          ConfigSection member = s.sections("members").get(0);
          member.text("id");
          member.text("raft");
          s.rejectUnknownKeys();
        });
  }

  @Test
  void wrongTypesNameKeyValueAndWhatShouldBeThere() {
    assertFault(
        "f:1: slots: should be a whole number in 1..64, not 'many'",
        "slots: many",
        s -> s.integer("slots", 1, 64));
    assertFault(
        "f:1: slots: should be a whole number in 1..64, not '8'",
        "slots: \"8\"",
        s -> s.integer("slots", 1, 64));
    assertFault(
        "f:1: slots: should be a whole number in 1..64, not '65'",
        "slots: 65",
        s -> s.integer("slots", 1, 64));
    assertFault(
        "f:1: slots: should be a whole number in 1..64 in decimal digits, not '017'",
        "slots: 017",
        s -> s.integer("slots", 1, 64));
    assertFault(
        "f:1: bootstrap: should be true or false, not 'yes'",
        "bootstrap: yes",
        s -> s.bool("bootstrap", false));
    assertFault(
        "f:1: raft: should be a section of 'key: value' lines, not a list",
        "raft: [1]",
        s -> s.section("raft"));
    assertFault("f:2: id: should be a text, not a section", "id:\n  a: 1", s -> s.text("id"));
    assertFault(
        "f:1: coordinators[1]: should be a text, not a list",
        "coordinators: [a, [b]]",
        s -> s.texts("coordinators"));
    assertFault(
        "f:1: bind: 'x' lacks a port; write host:port (for example \"127.0.0.1:7101\")",
        "bind: x",
        s -> s.hostPort("bind"));
  }

  @Test
  void missingAndEmptyValuesAreNamed() {
    assertFault("f:1: id: is missing; it should be a text", "a: 1", s -> s.text("id"));
    assertFault(
        "f:1: session: is missing; it should be a text; is 'sesion' meant for it?",
        "sesion: 1",
        s -> s.text("session"));
    assertFault(
        "f:2: raft.x: is missing; it should be a whole number in 1..2",
        "raft:\n  y: 1",
        s -> s.section("raft").integer("x", 1, 2));
    assertFault(
        "f:1: id: has no value; write one or remove the key", "id:\nb: 1", s -> s.text("id"));
    assertFault("f:1: id: should not be blank", "id: ' '", s -> s.text("id"));
    assertFault(
        "f:1: l: should not be empty; it should be a list of texts", "l: []", s -> s.texts("l"));
  }

  @Test
  void aKeyGivenTwiceIsAnErrorOnEveryLevel() {
    assertFault(
        "f:3: id: is given twice, first in line 1; remove one", "id: a\nb: 1\nid: c", s -> {});
    assertFault(
        "f:3: hadoop.a: is given twice, first in line 2; remove one",
        "hadoop:\n  a: 1\n  a: 2",
        s -> s.textMap("hadoop"));
  }

  @Test
  void whatIsNotYamlIsSaidWithItsLine() {
    assertFault("f:1: the file should hold 'key: value' lines", "- a\n- b", s -> {});
    assertFault("f: the file is empty; it should hold 'key: value' lines", "# only\n", s -> {});
    ConfigException e =
        assertThrows(ConfigException.class, () -> ConfigFile.parse("f", "a: 1\nb: [1, 2\nc: 3\n"));
    assertTrue(e.getMessage().startsWith("f:3: not YAML: "), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
  }

  @Test
  void filesThatCannotBeReadAreSaidSo(@TempDir Path dir) throws Exception {
    Path missing = dir.resolve("none.yaml");
    ConfigException e = assertThrows(ConfigException.class, () -> ConfigFile.read(missing));
    assertEquals(missing + ": the configuration file does not exist", e.getMessage());
    e = assertThrows(ConfigException.class, () -> ConfigFile.read(dir));
    assertEquals(dir + ": is a directory; name the configuration file", e.getMessage());
    Path binary = Files.write(dir.resolve("b"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
    e = assertThrows(ConfigException.class, () -> ConfigFile.read(binary));
    assertEquals(binary + ": the configuration file is not UTF-8 text", e.getMessage());
    Path good = Files.writeString(dir.resolve("g.yaml"), GOOD);
    assertEquals("c1", ConfigFile.read(good).text("id"));
  }

  private static void assertFault(String message, String yaml, Consumer<ConfigSection> read) {
    ConfigException e =
        assertThrows(ConfigException.class, () -> read.accept(ConfigFile.parse("f", yaml)));
    assertEquals(message, e.getMessage());
  }
}
