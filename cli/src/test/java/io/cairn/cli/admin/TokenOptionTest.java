package io.cairn.cli.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.cli.CairnMain;
import io.cairn.cli.CliException;
import io.cairn.process.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class TokenOptionTest {
  @TempDir Path directory;

  private Path file(String name, String text) throws Exception {
    return Files.writeString(directory.resolve(name), text);
  }

  private static Optional<String> find(Map<String, String> environment, Optional<Path> configured) {
    return new TokenOption().find(environment, configured);
  }

  @Test
  void the_variables_come_before_the_configuration() throws Exception {
    Path one = file("one", "cairn_one\n");
    Path two = file("two", "cairn_two\n");
    assertEquals(Optional.empty(), find(Map.of(), Optional.empty()));
    assertEquals(Optional.of("cairn_two"), find(Map.of(), Optional.of(two)));
    Map<String, String> token = Map.of("CAIRN_TOKEN", "cairn_three");
    assertEquals(Optional.of("cairn_three"), find(token, Optional.of(two)));
    Map<String, String> both =
        Map.of("CAIRN_TOKEN", "cairn_three", "CAIRN_TOKEN_FILE", one.toString());
    assertEquals(Optional.of("cairn_one"), find(both, Optional.of(two)));
  }

  @Test
  void what_is_no_token_is_refused_without_being_shown() throws Exception {
    Path wrong = file("wrong", "a secret text\nof two lines\n");
    CliException e = assertThrows(CliException.class, () -> find(Map.of(), Optional.of(wrong)));
    assertTrue(!e.getMessage().contains("secret text"), e.getMessage());
    Path none = directory.resolve("none");
    assertThrows(CliException.class, () -> find(Map.of(), Optional.of(none)));
  }

  @Test
  void a_token_goes_along_and_a_refusal_has_an_exit_code_of_its_own() throws Exception {
    String detail = "{\"detail\":\"ada is a viewer, and this needs the role operator\"}";
    try (RecordedApi api = new RecordedApi()) {
      api.record("GET /api/v1/jobs", 200, "{\"jobs\":[]}");
      api.record("POST /api/v1/jobs/flights/checkpointing/pause", 403, detail);
      Path token = file("token", "cairn_ada\n");
      String[] where = {"--coordinators", api.address(), "--token-file", token.toString()};
      StringWriter err = new StringWriter();
      assertEquals(ExitCode.OK, run(err, where, "job", "list"));
      assertEquals("Bearer cairn_ada", api.authorizations().get(0));
      int code = run(err, where, "checkpoint", "pause", "flights");
      assertEquals(ExitCode.NOT_PERMITTED, code, err.toString());
      assertEquals(1, err.toString().lines().count(), err.toString());
      assertTrue(err.toString().startsWith("cairn: ada is a viewer, and"), err.toString());
    }
  }

  private static int run(StringWriter err, String[] where, String... words) {
    CommandLine line = CairnMain.commandLine();
    line.setOut(new PrintWriter(new StringWriter()));
    line.setErr(new PrintWriter(err));
    String[] all = new String[words.length + where.length];
    System.arraycopy(words, 0, all, 0, words.length);
    System.arraycopy(where, 0, all, words.length, where.length);
    return line.execute(all);
  }
}
