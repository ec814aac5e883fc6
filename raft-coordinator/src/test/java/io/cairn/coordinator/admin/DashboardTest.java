package io.cairn.coordinator.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.leader.LiveProgress;
import io.cairn.coordinator.leader.OrphanSweep;
import io.cairn.coordinator.replication.ClusterMember;
import io.cairn.coordinator.replication.CurrentMembership;
import io.cairn.coordinator.replication.InMemoryReplicatedState;
import io.cairn.coordinator.replication.Membership;
import io.cairn.process.HostPort;
import io.cairn.storage.blob.InMemoryBlobStore;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pages and the stream of events, over real HTTP. */
@Timeout(30)
class DashboardTest {
  private final InMemoryReplicatedState replica = new InMemoryReplicatedState();
  private final InMemoryBlobStore blobs = new InMemoryBlobStore();
  private final OrphanSweep orphans = new OrphanSweep(replica, blobs);
  private final HttpClient client = HttpClient.newHttpClient();
  private AdminServer server;

  @BeforeEach
  void start() throws Exception {
    HostPort any = new HostPort("127.0.0.1", 0);
    HostPort other = new HostPort("127.0.0.1", 1);
    Membership membership =
        new Membership("c1", List.of(new ClusterMember("c1", other, other, other)));
    Cluster cluster =
        new Cluster(
            replica, new SilentGroup(replica), new CurrentMembership(membership, replica::state));
    server = new AdminServer(any, cluster, blobs, root -> blobs, orphans, new LiveProgress());
    server.start();
    replica.applyAsOther(List.of(new Event.Bootstrap("cluster-1")));
    replica.takeLeadership();
  }

  @AfterEach
  void stop() {
    server.close();
    orphans.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  @Test
  void everyFileThatThePagesNameIsServed() throws Exception {
    HttpResponse<String> page = get("/");
    assertEquals(200, page.statusCode());
    assertTrue(page.body().contains("/js/main.js"));
    for (String file : List.of("/app.css", "/icon.svg", "/js/main.js", "/js/pages/overview.js")) {
      assertEquals(200, get(file).statusCode(), file);
    }
    for (String library : List.of("lit-html.js", "directives/ref.js", "chart.umd.min.js")) {
      assertEquals(200, get("/vendor/" + library).statusCode(), library);
    }
  }

  @Test
  void nothingOfAnotherOriginMayRunInThePages() throws Exception {
    String policy = get("/").headers().firstValue("Content-Security-Policy").orElse("");
    assertTrue(policy.contains("default-src 'self'"), policy);
    assertFalse(policy.contains("unsafe"), policy);
  }

  @Test
  void aFileThatIsKnownIsNotSentAgain() throws Exception {
    String tag = get("/app.css").headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> again =
        client.send(
            request("/app.css").header("If-None-Match", tag).build(), BodyHandlers.ofString());
    assertEquals(304, again.statusCode());
    assertEquals("", again.body());
  }

  @Test
  void nothingElseOfTheClassPathIsServed() throws Exception {
    for (String path :
        List.of("/js/", "/pom.xml", "/..%2f..%2flogback.xml", "/js/%2e%2e/app.css/", "/x.js")) {
      int status = get(path).statusCode();
      assertTrue(status == 404 || status == 400, path + " is answered " + status);
    }
  }

  @Test
  void aStreamTellsAllAtFirstAndThenWhatChanges() throws Exception {
    try (BufferedReader lines = stream()) {
      assertEquals("c1", next(lines).path("leader").asText());
      replica.applyAsOther(
          List.of(new Event.RegisterAgent(new AgentId("a1"), "n", "127.0.0.1", 9, 4, 0)));
      JsonNode change = next(lines);
      assertTrue(change.path("cluster").asBoolean());
      assertEquals(0, change.path("jobs").size());
    }
  }

  private BufferedReader stream() throws Exception {
    var response = client.send(request("/api/v1/events").build(), BodyHandlers.ofInputStream());
    assertEquals("text/event-stream", response.headers().firstValue("Content-Type").orElse(""));
    return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  private static JsonNode next(BufferedReader lines) throws Exception {
    String line = lines.readLine();
    while (line != null && !line.startsWith("data: ")) {
      line = lines.readLine();
    }
    return new ObjectMapper().readTree(String.valueOf(line).substring("data: ".length()));
  }

  @Test
  void moreStreamsThanTheBoundAreRefused() throws Exception {
    List<BufferedReader> open = new ArrayList<>();
    try {
      while (open.size() < EventStream.MAX_SUBSCRIBERS) {
        open.add(stream());
      }
      assertEquals(429, get("/api/v1/events").statusCode());
      assertEquals(200, get("/api/v1/cluster").statusCode());
    } finally {
      for (BufferedReader each : open) {
        each.close();
      }
    }
  }
}
