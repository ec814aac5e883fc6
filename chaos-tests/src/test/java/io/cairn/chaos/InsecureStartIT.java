package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.process.ExitCode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is told to listen beyond loopback, and to ask nobody who they are, ends at once.
 */
class InsecureStartIT {
  private static final String COORDINATOR =
      """
      id: c1
      dataDir: "@data"
      bootstrap: true
      members:
        - {id: c1, raft: "127.0.0.1:11", session: "127.0.0.1:12", admin: "127.0.0.1:13"}
      blobStore: "file://@store"
      """;
  private static final String AGENT =
      """
      id: a1
      dataDir: "@data"
      coordinators: ["127.0.0.1:12"]
      slots: 1
      blobStore: "file://@store"
      """;

  @TempDir Path directory;

  @Test
  void a_coordinator_ends_with_2_and_one_line_that_names_the_way_out() throws Exception {
    for (String port : List.of("raft", "session", "admin")) {
      assertRefused(
          "coordinator", COORDINATOR + "bind: {%s: \"0.0.0.0:14\"}\n".formatted(port), "bind");
    }
  }

  @Test
  void an_agent_ends_with_2_and_one_line_that_names_the_way_out() throws Exception {
    String data = "data: {bind: \"0.0.0.0:14\", advertisedHost: \"127.0.0.1\"}\n";
    assertRefused("agent", AGENT + data, "data");
    String figures = "data: {bind: \"127.0.0.1:0\"}\nmetrics: {bind: \"0.0.0.0:14\"}\n";
    assertRefused("agent", AGENT + figures, "metrics");
  }

  private void assertRefused(String role, String yaml, String key) throws Exception {
    String text = yaml.replace("@", directory + "/");
    try (LoneProcess process = LoneProcess.start(role, "x", text, directory)) {
      assertEquals(ExitCode.USAGE, process.awaitEnd(), () -> key);
      List<String> said = process.log();
      assertEquals(1, said.size(), said::toString);
      String line = said.get(0);
      assertTrue(line.startsWith(directory + "/x.yaml:"), line);
      assertTrue(line.contains(key), line);
      assertTrue(line.contains("0.0.0.0:14 can be reached from other machines"), line);
      assertTrue(line.contains("set tls, security."), line);
      assertTrue(line.contains("'security: {allowInsecure: true}'"), line);
    }
  }
}
