package io.cairn.cli.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.cli.CairnMain;
import io.cairn.process.ExitCode;
import io.cairn.process.security.Principal;
import io.cairn.process.security.Role;
import io.cairn.process.security.SharedSecret;
import io.cairn.process.security.TokenList;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class TokenCommandTest {
  @TempDir Path directory;

  private record Ran(int code, String out, String err) {}

  private static Ran run(String... words) {
    CommandLine line = CairnMain.commandLine();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    int code = line.execute(words);
    return new Ran(code, out.toString(), err.toString());
  }

  @Test
  void a_token_is_printed_once_and_only_its_hash_is_kept() throws Exception {
    Path file = directory.resolve("tokens");
    Ran made = run("token", "create", "ada", "--role", "operator", "--file", file.toString());
    assertEquals(ExitCode.OK, made.code(), made.err());
    String token = made.out().strip();
    assertEquals(
        Optional.of(Principal.person("ada", Role.OPERATOR)), TokenList.read(file).find(token));
    assertFalse(Files.readString(file).contains(token));
    assertFalse(made.err().contains(token), made.err());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    Ran listed = run("token", "list", "--file", file.toString());
    assertTrue(listed.out().contains("ada                      operator  "), listed.out());
  }

  @Test
  void without_a_file_the_line_is_printed_beside_the_token() {
    Ran made = run("token", "create", "ci", "--role", "viewer");
    assertEquals(1, made.out().lines().count(), made.out());
    assertTrue(made.err().contains("ci viewer sha256:"), made.err());
  }

  @Test
  void a_name_is_revoked_with_all_its_tokens_or_with_one() throws Exception {
    Path file = directory.resolve("tokens");
    for (String name : new String[] {"ada", "ada", "eve"}) {
      run("token", "create", name, "--role", "viewer", "--file", file.toString());
    }
    String id = TokenList.read(file).tokens().get(0).id();
    assertEquals(
        "revoked 1 of ada\n",
        run("token", "revoke", "ada", "--id", id, "--file", file.toString()).out());
    assertEquals(2, TokenList.read(file).tokens().size());
    run("token", "revoke", "ada", "--file", file.toString());
    assertEquals("eve", TokenList.read(file).tokens().get(0).name());
    Ran nobody = run("token", "revoke", "ada", "--file", file.toString());
    assertEquals(ExitCode.FAILED, nobody.code());
    assertTrue(nobody.err().contains("holds no token of ada"), nobody.err());
  }

  @Test
  void wrong_names_and_damaged_files_are_one_line_each() throws Exception {
    Ran name = run("token", "create", "a b", "--role", "viewer");
    assertEquals(ExitCode.USAGE, name.code());
    assertEquals(1, name.err().lines().count(), name.err());
    Path file = Files.writeString(directory.resolve("tokens"), "ada root sha256:00\n");
    Ran damaged = run("token", "list", "--file", file.toString());
    assertEquals(ExitCode.USAGE, damaged.code());
    assertTrue(damaged.err().contains("tokens:1: the second word should be"), damaged.err());
  }

  @Test
  void a_secret_is_long_private_and_never_overwritten() throws Exception {
    Path file = directory.resolve("agent.secret");
    assertEquals(ExitCode.OK, run("token", "secret", file.toString()).code());
    String text = Files.readString(file);
    assertTrue(SharedSecret.read(file).matches(text.strip()));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(ExitCode.USAGE, run("token", "secret", file.toString()).code());
    assertEquals(text, Files.readString(file));
  }
}
