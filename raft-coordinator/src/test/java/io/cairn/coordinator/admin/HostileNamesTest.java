package io.cairn.coordinator.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Names in requests that would lead out of a directory, or into another line. */
class HostileNamesTest {
  private static final List<String> HOSTILE =
      List.of(
          "../x", "..", ".", "a/../../x", "/etc/passwd", "a\\b", "a\nb", "a\0b", "%2e%2e", "A b");

  private AdminFixture admin;

  @BeforeEach
  void start() throws Exception {
    admin = new AdminFixture();
    admin.run(1);
  }

  @AfterEach
  void stop() {
    admin.close();
  }

  private static String json(Map<String, ?> fields) throws Exception {
    return new ObjectMapper().writeValueAsString(fields);
  }

  @Test
  void no_name_of_a_job_savepoint_jar_agent_or_member_leaves_its_directory() throws Exception {
    long hash = admin.replica.state().stateHash();
    for (String name : HOSTILE) {
      admin.reconnect();
      Map<String, String> by = Map.of("requestId", "r", "who", "eve", "name", name);
      refused(admin.post("jobs/1/savepoints", json(by)), name);
      refused(
          admin.post(
              "jobs/1/stop",
              json(Map.of("requestId", "s", "who", "eve", "mode", "savepoint", "savepoint", name))),
          name);
      refused(admin.post("jobs", submission(name, AdminFixture.SHA)), name);
      refused(admin.post("jobs", submission("good", name)), name);
      String segment = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
      String person = "{\"requestId\":\"t\",\"who\":\"eve\"}";
      refused(admin.post("jobs/1/savepoints/" + segment + "/delete", person), name);
      admin.reconnect();
      refused(admin.post("agents/" + segment + "/drain", person), name);
      admin.reconnect();
      refused(admin.post("members/" + segment + "/remove", "{}"), name);
      admin.reconnect();
      refused(admin.get("jobs/" + segment), name);
    }
    assertEquals(hash, admin.replica.state().stateHash());
    assertEquals(List.of(), admin.blobs.list(""));
  }

  private static String submission(String name, String jar) throws Exception {
    return json(
        Map.of(
            "requestId",
            "j" + name + jar,
            "name",
            name,
            "jarSha256",
            jar,
            "entryClass",
            "x.Job",
            "graph",
            Map.of(
                "keyGroups",
                8,
                "operators",
                List.of(Map.of("id", "in", "kind", "source", "parallelism", 1)),
                "edges",
                List.of())));
  }

  private static void refused(AdminFixture.Answer answer, String name) {
    assertTrue(answer.status() >= 400 && answer.status() < 500, name + ": " + answer);
    assertEquals(1, answer.text().strip().lines().count(), answer.text());
  }
}
