package io.cairn.coordinator.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cairn.coordinator.replication.Await;
import io.cairn.coordinator.replication.TestCluster;
import io.cairn.process.config.ConfigException;
import io.cairn.process.history.HistoryEvent;
import io.cairn.process.history.HistoryReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class CoordinatorTest {
  private static final String JOB =
      """
      {"requestId":"r1","name":"flights","entryClass":"x.Job",
       "jarSha256":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
       "graph":{"operators":[{"id":"in","kind":"SOURCE","parallelism":1}],"edges":[]}}
      """;

  @TempDir Path root;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> removed = new CopyOnWriteArrayList<>();
  private final List<Integer> ports = new ArrayList<>();

  private Path config(String id, int members, String more) throws Exception {
    while (ports.size() < members * 3) {
      ports.add(TestCluster.freePort());
    }
    StringBuilder text = new StringBuilder();
    text.append("id: ").append(id).append('\n');
    text.append("dataDir: ").append(root.resolve(id)).append('\n');
    text.append("bootstrap: true\nmembers:\n");
    for (int i = 0; i < members; i++) {
      text.append("  - id: c").append(i + 1).append('\n');
      String[] keys = {"raft", "session", "admin"};
      for (int key = 0; key < 3; key++) {
        text.append("    ").append(keys[key]).append(": \"127.0.0.1:");
        text.append(ports.get(i * 3 + key)).append("\"\n");
      }
    }
    text.append("blobStore: ").append(root.resolve("store").toUri()).append('\n').append(more);
    Path file = root.resolve(id + ".yaml");
    return Files.writeString(file, text);
  }

  private Coordinator start(Path config) throws Exception {
    return Coordinator.start(
        CoordinatorConfig.read(config),
        (what, cause) -> {
          throw new AssertionError(what, cause);
        },
        removed::add);
  }

  private HttpResponse<String> call(int member, String method, String path, String body)
      throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + ports.get(member * 3 + 2) + "/api/v1/" + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofString(body)).build();
    return client.send(request, BodyHandlers.ofString());
  }

  private List<HistoryEvent> history(String id) throws Exception {
    return HistoryReader.read(root.resolve(id).resolve("history.jsonl"));
  }

  @Test
  void three_coordinators_take_a_command_on_any_of_them_and_write_history_once() throws Exception {
    List<Coordinator> running = new ArrayList<>();
    try {
      for (int i = 1; i <= 3; i++) {
        running.add(start(config("c" + i, 3, "")));
      }
      Await.until(
          "it serves",
          () -> {
            try {
              return call(0, "GET", "health", "").statusCode() == 200;
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          });
      for (int member = 0; member < 3; member++) {
        HttpResponse<String> answer = call(member, "POST", "jobs", JOB);
        assertEquals("{\"jobId\":1}", answer.body());
        assertTrue(call(member, "GET", "jobs/flights", "").body().contains("SUBMITTED"));
      }
      assertSameFiguresEverywhere();
      assertAudited();
      running.remove(0).close();
      TestCluster.awaitFree(ports.get(0));
      running.add(start(config("c1", 3, "")));
      assertEquals(200, call(0, "GET", "jobs/1", "").statusCode());
      assertSameFiguresEverywhere();
    } finally {
      for (Coordinator coordinator : running) {
        coordinator.close();
      }
    }
    for (int i = 1; i <= 3; i++) {
      List<HistoryEvent> events = history("c" + i);
      assertEquals(1, events.stream().filter(event -> event.kind().equals("job")).count());
    }
  }

  /** Those of leaders and jobs, which are read linearizably first. */
  private void assertSameFiguresEverywhere() throws Exception {
    Set<String> leaders = new HashSet<>();
    Set<String> figures = new HashSet<>();
    for (int member = 0; member < 3; member++) {
      leaders.add(call(member, "GET", "leaders", "").body());
      String page = call(member, "GET", "../../metrics", "").body();
      figures.add(
          page.lines().filter(line -> line.startsWith("cairn_job")).collect(Collectors.joining()));
    }
    assertEquals(1, leaders.size(), leaders.toString());
    assertTrue(leaders.toString().contains("\"changes\":"), leaders.toString());
    assertEquals(1, figures.size(), figures.toString());
    assertTrue(figures.toString().contains("job=\"flights\""), figures.toString());
  }

  /** Where it came, and where it was done, with the one who asked first. */
  private void assertAudited() throws Exception {
    List<JsonNode> passedOn = new ArrayList<>();
    List<JsonNode> direct = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      for (String line : Files.readAllLines(root.resolve("c" + i).resolve("audit.jsonl"))) {
        JsonNode noted = new ObjectMapper().readTree(line);
        if (noted.path("status").asInt() == 200) {
          (noted.has("via") ? passedOn : direct).add(noted);
        }
      }
    }
    assertEquals(3, direct.size(), direct.toString());
    assertEquals(2, passedOn.size(), passedOn.toString());
    for (JsonNode noted : passedOn) {
      assertTrue(
          direct.stream()
              .anyMatch(
                  first ->
                      first.path("node").equals(noted.path("via"))
                          && first.path("from").equals(noted.path("from"))),
          noted + " in " + direct);
    }
  }

  private JsonNode json(int member, String method, String path, String body) throws Exception {
    return new ObjectMapper().readTree(call(member, method, path, body).body());
  }

  private String status(int member) {
    try {
      return json(member, "GET", "health", "").path("status").asText();
    } catch (Exception notYet) {
      return notYet.toString();
    }
  }

  @Test
  void a_wiped_member_founds_nothing_and_a_removed_one_learns_that_it_was() throws Exception {
    Map<String, Coordinator> running = new LinkedHashMap<>();
    try {
      for (int i = 1; i <= 3; i++) {
        running.put("c" + i, start(config("c" + i, 3, "")));
      }
      Await.until("all is well", () -> status(0).equals("ok"));
      String cluster = json(0, "GET", "members", "").path("clusterId").asText();

      running.remove("c3").close();
      assertEquals("degraded", status(0));
      JsonNode silent = json(0, "GET", "health", "").path("members").path(2);
      assertEquals("UNREACHABLE", silent.path("verdict").asText(), silent.toString());
      Files.move(root.resolve("c3"), root.resolve("c3-lost"));
      running.put("c3", restart(config("c3", 3, "")));
      Await.until("c3 is rebuilt by the others", () -> status(0).equals("ok"));
      assertEquals(cluster, json(2, "GET", "members", "").path("clusterId").asText());

      running.remove("c3").close();
      HttpResponse<String> answer = call(0, "POST", "members/c3/remove", "{\"requestId\":\"r\"}");
      assertEquals("200 {\"state\":\"DONE\"}", answer.statusCode() + " " + answer.body());
      Await.until("two are well", () -> status(0).equals("ok"));
      long term = json(0, "GET", "health", "").path("term").asLong();
      running.put("c3", restart(config("c3", 3, "")));
      Await.until("c3 learns it", () -> !removed.isEmpty());
      assertTrue(removed.get(0).contains("c3 was removed from the cluster " + cluster));
      assertEquals(term, json(0, "GET", "health", "").path("term").asLong(), "undisturbed");
    } finally {
      for (Coordinator coordinator : running.values()) {
        coordinator.close();
      }
    }
  }

  /** Bolt gives an address up some time after it was shut down. */
  private Coordinator restart(Path config) {
    List<Coordinator> started = new ArrayList<>();
    Await.until(
        "the address is free again",
        () -> {
          try {
            return started.add(start(config));
          } catch (Exception inUse) {
            return false;
          }
        });
    return started.get(0);
  }

  @Test
  void it_listens_where_bind_says_and_is_known_by_its_members_address() throws Exception {
    Path file =
        config(
            "c1",
            1,
            """
            bind: {raft: "0.0.0.0:%d", session: "0.0.0.0:%d", admin: "0.0.0.0:%d"}
            security: {allowInsecure: true}
            """);
    Path bound =
        Files.writeString(
            file, Files.readString(file).formatted(ports.get(0), ports.get(1), ports.get(2)));
    CoordinatorConfig config = CoordinatorConfig.read(bound);
    assertEquals("0.0.0.0", config.bind().raft().host());
    assertEquals("127.0.0.1", config.self().raft().host());
    try (Coordinator coordinator = start(bound)) {
      Await.until("it serves", () -> status(0).equals("ok"));
      String raft = json(0, "GET", "members", "").path("members").path(0).path("raft").asText();
      assertEquals("127.0.0.1:" + ports.get(0), raft);
      assertTrue(coordinator != null);
    }
  }

  @Test
  void wrong_addresses_name_file_line_and_key() throws Exception {
    Path file = config("c1", 1, "bind: {raft: \"0.0.0.0:0\"}\n");
    assertRefused(() -> CoordinatorConfig.read(file), "c1.yaml:10: bind.raft: needs a fixed port");
    String anywhere = Files.readString(file).replace("raft: \"127.0.0.1", "raft: \"0.0.0.0");
    Path unreachable = Files.writeString(file, anywhere);
    assertRefused(
        () -> CoordinatorConfig.read(unreachable),
        "c1.yaml:6: members[0].raft: nobody can connect to 0.0.0.0");
    int taken = TestCluster.freePort();
    Path busy = config("c1", 1, "bind: {admin: \"127.0.0.1:" + taken + "\"}\n");
    try (ServerSocket other = new ServerSocket(taken, 1, InetAddress.getLoopbackAddress())) {
      assertTrue(other.isBound());
      assertRefused(() -> start(busy), "c1.yaml:10: bind.admin: 127.0.0.1:" + taken);
    }
  }

  @Test
  void beyond_loopback_it_refuses_to_start_unless_that_is_allowed() throws Exception {
    int free = TestCluster.freePort();
    Path open = config("c1", 1, "bind: {admin: \"0.0.0.0:" + free + "\"}\n");
    String wanted = "can be reached from other machines";
    assertRefused(() -> start(open), "c1.yaml:10: bind: 0.0.0.0:" + free + " " + wanted);
    assertRefused(() -> start(open), "set tls, security.tokens, security.agentSecret");
    assertRefused(() -> start(open), "'security: {allowInsecure: true}'");
  }

  private static void assertRefused(Executable action, String beginning) {
    String line = String.valueOf(assertThrows(ConfigException.class, action).getMessage());
    assertTrue(line.contains(beginning) && !line.contains("\n"), line);
  }

  @Test
  void an_address_in_use_names_file_key_and_line() throws Exception {
    Path file = config("c1", 1, "");
    try (ServerSocket other = new ServerSocket(ports.get(1), 1, InetAddress.getLoopbackAddress())) {
      assertTrue(other.isBound());
      ConfigException refused = assertThrows(ConfigException.class, () -> start(file));
      String line = String.valueOf(refused.getMessage());
      assertTrue(line.contains("c1.yaml:7: members[0].session: 127.0.0.1:" + ports.get(1)), line);
      assertTrue(!line.contains("\n"), line);
    }
  }

  @Test
  void a_wrong_key_names_file_and_line() throws Exception {
    Path file = config("c1", 1, "raft: {electionTimeOutMillis: 300}\n");
    ConfigException refused =
        assertThrows(ConfigException.class, () -> CoordinatorConfig.read(file));
    assertTrue(refused.getMessage().contains("electionTimeoutMillis"), refused.getMessage());
  }
}
