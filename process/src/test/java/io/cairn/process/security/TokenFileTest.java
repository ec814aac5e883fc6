package io.cairn.process.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenFileTest {
  @TempDir Path directory;

  private static StoredToken stored(String name, Role role, String token) {
    return new StoredToken(name, role, Token.hash(token), "2026-11-23T10:00:00Z");
  }

  @Test
  void tokens_are_long_random_and_unlike_one_another() {
    String one = Token.create();
    assertTrue(one.matches("cairn_[A-Za-z0-9_-]{43}"), "256 bits in base64");
    assertNotEquals(one, Token.create());
  }

  @Test
  void a_written_file_is_read_as_it_was() throws Exception {
    TokenList list =
        new TokenList(List.of(stored("ada", Role.ADMIN, "a"), stored("ci", Role.VIEWER, "b")));
    Path file = directory.resolve("tokens");
    list.write(file);
    assertEquals(list, TokenList.read(file));
    assertEquals(Optional.of(Principal.person("ci", Role.VIEWER)), list.find("b"));
    assertEquals(Optional.empty(), list.find("c"));
    assertEquals(Optional.empty(), list.find(""));
    assertEquals(Optional.empty(), list.find(Token.hash("a")), "a hash is no token");
  }

  @Test
  void a_file_that_is_there_keeps_its_rights_and_its_owner() throws Exception {
    Path file = directory.resolve("tokens");
    TokenList.EMPTY.write(file);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    boolean root = System.getProperty("user.name").equals("root");
    if (root) { // who else may give a file away?
      Files.setAttribute(file, "unix:uid", 10_001);
      Files.setAttribute(file, "unix:gid", 10_002);
    }
    TokenList.EMPTY.with(stored("ada", Role.ADMIN, "a")).write(file);
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    if (root) {
      assertEquals(10_001, Files.getAttribute(file, "unix:uid"));
      assertEquals(10_002, Files.getAttribute(file, "unix:gid"));
    }
  }

  @Test
  void a_wrong_line_is_named_and_not_shown() throws Exception {
    Path file = directory.resolve("tokens");
    String good = stored("ada", Role.ADMIN, "a").line();
    for (String wrong :
        List.of(
            "cairn_secret",
            "ada admin cairn_secret",
            "ada root sha256:" + "0".repeat(64),
            "../ada admin sha256:" + "0".repeat(64),
            "ada admin sha256:" + "0".repeat(63),
            good + " and more")) {
      Files.writeString(file, "# comment\n\n" + wrong + "\n");
      IOException e = assertThrows(IOException.class, () -> TokenList.read(file));
      assertTrue(e.getMessage().startsWith(file + ":3: "), e.getMessage());
      assertFalse(e.getMessage().contains("secret"), e.getMessage());
    }
  }

  @Test
  void a_running_process_sees_a_change_within_a_second_and_keeps_what_it_had_on_damage()
      throws Exception {
    Path file = directory.resolve("tokens");
    AtomicLong clock = new AtomicLong();
    new TokenList(List.of(stored("ada", Role.ADMIN, "a"))).write(file);
    TokenFile live = TokenFile.open(file, clock::get);
    new TokenList(List.of(stored("eve", Role.VIEWER, "e"))).write(file);
    assertTrue(live.find("a").isPresent(), "not looked at again yet");
    clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertFalse(live.find("a").isPresent());
    assertTrue(live.find("e").isPresent());
    Files.writeString(file, "what is this?\n");
    clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertTrue(live.find("e").isPresent());
    assertFalse(live.find("a").isPresent(), "who was revoked stays so");
    Files.delete(file);
    clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertTrue(live.find("e").isPresent());
    new TokenList(List.of()).write(file);
    clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertFalse(live.find("e").isPresent());
  }

  @Test
  void what_could_not_be_read_is_tried_again_though_the_file_looks_the_same() throws Exception {
    Path file = directory.resolve("tokens");
    AtomicLong clock = new AtomicLong();
    new TokenList(List.of(stored("ada", Role.ADMIN, "a"))).write(file);
    TokenFile live = TokenFile.open(file, clock::get);
    String good = stored("eve", Role.VIEWER, "e").line();
    Files.writeString(file, good.replace("viewer", "reader"));
    FileTime written = Files.getLastModifiedTime(file);
    clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertTrue(live.find("a").isPresent());
    Files.writeString(file, good);
    Files.setLastModifiedTime(file, written);
    clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertFalse(live.find("a").isPresent());
    assertTrue(live.find("e").isPresent());
  }

  @Test
  void a_missing_file_is_said_with_the_way_out() {
    IOException e =
        assertThrows(IOException.class, () -> TokenFile.open(directory.resolve("none")));
    assertTrue(e.getMessage().contains("cairn token create"), e.getMessage());
  }
}
