package io.cairn.coordinator.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.List;
import org.junit.jupiter.api.Test;
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
        });
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
      running.remove(0).close();
      running.add(start(config("c1", 3, "")));
      assertEquals(200, call(0, "GET", "jobs/1", "").statusCode());
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
