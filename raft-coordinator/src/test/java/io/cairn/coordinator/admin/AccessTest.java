package io.cairn.coordinator.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cairn.coordinator.replication.Await;
import io.cairn.process.HostPort;
import io.cairn.process.security.Principal;
import io.cairn.process.security.Role;
import io.cairn.process.security.Token;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask what, on the real server: every route, every role. */
class AccessTest {
  private static final String PAUSE = "{\"requestId\":\"p\",\"who\":\"somebody else\"}";

  @TempDir Path directory;
  private AccessFixture access;

  @BeforeEach
  void start() throws Exception {
    access = new AccessFixture(directory);
  }

  @AfterEach
  void stop() {
    access.close();
  }

  /** Each route of the server, with a path that fits it. */
  private Map<String, String> routes() {
    Map<String, String> routes = new TreeMap<>();
    for (String route : access.admin.server.served()) {
      String pattern = route.substring(route.indexOf(' ') + 1);
      routes.put(route, "/api/v1" + pattern.replace("*", "1"));
    }
    routes.put("GET /metrics", "/metrics");
    return routes;
  }

  private static String method(String route) {
    return route.substring(0, route.indexOf(' '));
  }

  @Test
  void each_route_has_a_role_and_no_role_is_without_a_route() {
    assertEquals(
        new TreeSet<>(routes().keySet()),
        new TreeSet<>(RouteRoles.all().keySet()),
        "say in RouteRoles which role a new route needs");
  }

  @Test
  void without_a_token_nothing_is_answered_but_401() throws Exception {
    long index = access.admin.replica.appliedIndex();
    for (Map.Entry<String, String> route : routes().entrySet()) {
      AdminFixture.Answer answer = access.admin.send(method(route.getKey()), route.getValue(), "");
      assertRefused(route.getKey(), answer);
    }
    assertRefused("unknown", access.admin.get("no-such-path"));
    assertEquals(index, access.admin.replica.appliedIndex());
    assertEquals(0, access.admin.audit.size());
  }

  @Test
  void a_wrong_token_is_answered_with_401_on_every_route() throws Exception {
    long index = access.admin.replica.appliedIndex();
    String[] wrong = {Token.create(), "", "x".repeat(10_000), access.token(Role.ADMIN) + "x"};
    for (Map.Entry<String, String> route : routes().entrySet()) {
      for (String token : wrong) {
        if (token.length() < 8_000 || route.getKey().equals("GET /cluster")) {
          AdminFixture.Answer answer =
              access.with(token, method(route.getKey()), route.getValue(), "");
          assertTrue(answer.status() == 401 || answer.status() == 431, answer.toString());
          assertFalse(answer.text().contains(access.token(Role.ADMIN)), answer.text());
        }
      }
      AdminFixture.Answer basic =
          access.admin.send(
              method(route.getKey()), route.getValue(), "", "Authorization", "Basic YTpi");
      assertRefused(route.getKey(), basic);
    }
    assertEquals(index, access.admin.replica.appliedIndex());
  }

  private static void assertRefused(String route, AdminFixture.Answer answer) throws Exception {
    assertEquals(401, answer.status(), route + ": " + answer);
    assertEquals("unauthenticated", answer.json().path("code").asText(), route);
    assertEquals(
        List.of("type", "title", "status", "detail", "code"),
        new ArrayList<>(fields(answer.json())),
        route);
  }

  private static List<String> fields(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void a_viewer_changes_nothing() throws Exception {
    access.admin.token = access.token(Role.OPERATOR);
    access.admin.run(1);
    access.admin.token = "";
    long index = access.admin.replica.appliedIndex();
    long hash = access.admin.replica.state().stateHash();
    int refused = 0;
    for (Map.Entry<String, String> route : routes().entrySet()) {
      String method = method(route.getKey());
      if (route.getKey().equals("GET /events")) {
        continue; // it does not end; see the test of streams
      }
      AdminFixture.Answer answer = access.as(Role.VIEWER, method, route.getValue(), PAUSE);
      if (method.equals("GET")) {
        assertTrue(answer.status() == 200 || answer.status() == 404, route + ": " + answer.text());
      } else {
        assertForbidden(Role.VIEWER, route.getKey(), answer);
        refused++;
      }
    }
    assertTrue(refused >= 22, refused + " routes change something");
    assertEquals(index, access.admin.replica.appliedIndex());
    assertEquals(hash, access.admin.replica.state().stateHash());
    assertEquals(List.of(), access.admin.blobs.list("jars"));
  }

  private static void assertForbidden(Role role, String route, AdminFixture.Answer answer)
      throws Exception {
    assertEquals(403, answer.status(), route + ": " + answer.text());
    assertEquals("forbidden", answer.json().path("code").asText());
    String detail = answer.json().path("detail").asText();
    assertTrue(detail.startsWith(role.word() + " is a"), detail);
    assertTrue(detail.endsWith("needs the role " + RouteRoles.of(route).word()), detail);
  }

  @Test
  void each_role_may_what_the_matrix_says_and_no_more() throws Exception {
    for (Map.Entry<String, Role> route : RouteRoles.all().entrySet()) {
      if (route.getKey().equals("GET /events")) {
        continue; // it does not end; see the test of streams
      }
      for (Role role : Role.values()) {
        String path = routes().get(route.getKey());
        AdminFixture.Answer answer = access.as(role, method(route.getKey()), path, "{}");
        if (role.includes(route.getValue())) {
          assertTrue(answer.status() != 401 && answer.status() != 403, route + ": " + answer);
        } else {
          assertForbidden(role, route.getKey(), answer);
        }
      }
    }
  }

  @Test
  void whoami_tells_name_and_role() throws Exception {
    JsonNode answer = access.as(Role.OPERATOR, "GET", "/api/v1/whoami", "").json();
    assertEquals(
        "{\"authenticated\":true,\"name\":\"operator\",\"role\":\"operator\"}", answer.toString());
  }

  @Test
  void figures_are_open_when_that_is_wanted() throws Exception {
    assertEquals(401, access.admin.send("GET", "/metrics", "").status());
    try (AccessFixture open = new AccessFixture(directory, true)) {
      assertEquals(200, open.admin.send("GET", "/metrics", "").status());
      assertEquals(401, open.admin.get("cluster").status());
    }
  }

  @Test
  void the_dashboards_files_are_for_everybody_and_401_says_how_to_go_on() throws Exception {
    assertEquals(404, access.admin.send("GET", "/nothing.js", "").status());
    JsonNode refusal = access.admin.get("cluster").json();
    assertTrue(refusal.path("detail").asText().contains("Bearer"), refusal.toString());
  }

  @Test
  void histories_and_the_audit_log_hold_the_proved_name() throws Exception {
    access.admin.token = access.token(Role.OPERATOR);
    access.admin.run(1);
    String change = "{\"requestId\":\"c\",\"who\":\"mallory\",\"settings\":{\"retained\":5}}";
    assertEquals(200, access.admin.send("PATCH", "/api/v1/jobs/1/settings", change).status());
    String nameless = "{\"requestId\":\"d\"}";
    assertEquals(200, access.admin.post("jobs/1/checkpointing/pause", nameless).status());
    JsonNode history = access.admin.get("jobs/1/settings").json().path("history");
    assertEquals("operator", history.path(0).path("who").asText());
    assertEquals("operator", history.path(1).path("who").asText());
    JsonNode line = lastAudit("/settings");
    assertEquals("operator", line.path("who").asText());
    assertEquals("mallory", line.path("claimed").asText());
    assertEquals("operator", line.path("role").asText());
    access.as(Role.VIEWER, "POST", "/api/v1/jobs/1/restart", PAUSE);
    JsonNode refused = lastAudit("/restart");
    assertEquals(
        "viewer 403", refused.path("who").asText() + " " + refused.path("status").asText());
  }

  private JsonNode lastAudit(String pathEnd) throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : access.admin.audit) {
      JsonNode read = new ObjectMapper().readTree(line);
      if (read.path("path").asText().endsWith(pathEnd)) {
        lines.add(read);
      }
    }
    return lines.get(lines.size() - 1);
  }

  @Test
  void a_revoked_token_is_worth_nothing() throws Exception {
    assertEquals(200, access.as(Role.ADMIN, "GET", "/api/v1/jobs", "").status());
    access.revoke(Role.ADMIN);
    Await.until("the file is read again", () -> status(Role.ADMIN) == 401);
    assertEquals(200, access.as(Role.VIEWER, "GET", "/api/v1/jobs", "").status());
  }

  private int status(Role role) {
    try {
      return access.as(role, "GET", "/api/v1/jobs", "").status();
    } catch (Exception e) { // a condition may throw nothing
      throw new AssertionError(e);
    }
  }

  @Test
  void a_stream_ends_when_its_token_is_revoked() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), access.admin.server.port())) {
      socket.setSoTimeout(60_000);
      String head = "GET /api/v1/events HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer %s\r\n\r\n";
      socket
          .getOutputStream()
          .write(head.formatted(access.token(Role.VIEWER)).getBytes(StandardCharsets.US_ASCII));
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      assertEquals("HTTP/1.1 200 OK", lines.readLine());
      String line = "";
      while (!line.startsWith("data: ")) {
        line = String.valueOf(lines.readLine());
      }
      access.revoke(Role.VIEWER);
      while (!line.equals("0")) { // the last chunk
        String next = lines.readLine();
        assertTrue(next != null, "the stream broke instead of ending");
        line = next;
      }
    }
  }

  /** The leader is the fixture; the follower passes a command on to it. */
  @Test
  void the_leader_believes_a_coordinator_about_whom_it_asks_for() throws Exception {
    AdminAccess follower = access.access();
    assertEquals(200, forwarded(follower, Principal.person("ada", Role.OPERATOR)).status());
    assertEquals("ada", lastAudit("/transfer").path("who").asText());
    assertEquals("c2", lastAudit("/transfer").path("via").asText());
    assertEquals(403, forwarded(follower, Principal.person("eve", Role.VIEWER)).status());
    assertEquals("eve", lastAudit("/transfer").path("who").asText());
  }

  @Test
  void a_follower_with_another_secret_says_so() {
    Throwable failure =
        assertThrows(
            ExecutionException.class,
            () -> forwarded(AdminAccess.off(), Principal.person("ada", Role.ADMIN)));
    assertEquals("peer-refused", Failures.problemOf(failure.getCause()).code());
  }

  private Reply forwarded(AdminAccess follower, Principal principal) throws Exception {
    Forwarding forwarding =
        new Forwarding("c2", new PeerHttp(Runnable::run, Optional.empty(), follower));
    Caller caller = new Caller("10.0.0.7:4711", principal.name(), "", "", principal);
    List<String> segments = List.of("leader", "transfer");
    String body = "{\"to\":\"c1\"}";
    Call call = new Call("POST", "/api/v1/leader/transfer", segments, Map.of(), body, caller);
    HostPort leader = new HostPort("127.0.0.1", access.admin.server.port());
    return forwarding.send(leader, call).get(1, TimeUnit.MINUTES);
  }

  @Test
  void a_person_cannot_speak_for_another() throws Exception {
    String[] headers = {
      "Authorization",
      "Bearer " + access.token(Role.VIEWER),
      Forwarding.HEADER,
      "c2",
      Caller.PRINCIPAL,
      "root admin",
      Caller.WHO,
      "root"
    };
    AdminFixture.Answer answer = access.admin.send("POST", "/api/v1/gc/run", "{}", headers);
    assertForbidden(Role.VIEWER, "POST /gc/run", answer);
    assertEquals("viewer", lastAudit("/gc/run").path("who").asText());
    assertEquals("", lastAudit("/gc/run").path("via").asText());
  }

  @Test
  void a_page_of_another_origin_gives_no_command_whoever_looks_at_it() throws Exception {
    String own = "http://127.0.0.1:" + access.admin.server.port();
    long index = access.admin.replica.appliedIndex();
    for (String origin : List.of("https://evil.example", "http://127.0.0.1:1", own + "0", "null")) {
      for (Map.Entry<String, String> route : routes().entrySet()) {
        String method = method(route.getKey());
        if (!method.equals("GET")) {
          AdminFixture.Answer answer = fromPage(origin, method, route.getValue());
          assertEquals(403, answer.status(), route.getKey());
          assertEquals("cross-origin", answer.json().path("code").asText(), route.getKey());
        }
      }
    }
    assertEquals(index, access.admin.replica.appliedIndex());
    assertEquals(200, fromPage("https://evil.example", "GET", "/api/v1/jobs").status());
    assertEquals(200, fromPage(own, "POST", "/api/v1/gc/run").status());
  }

  /** As the browser of an admin sends it. */
  private AdminFixture.Answer fromPage(String origin, String method, String path) throws Exception {
    String bearer = "Bearer " + access.token(Role.ADMIN);
    String body = method.equals("GET") ? "" : "{\"requestId\":\"r\"}";
    return access.admin.send(method, path, body, "Origin", origin, "Authorization", bearer);
  }

  @Test
  void a_coordinator_by_itself_only_looks() throws Exception {
    assertEquals(200, access.with(AccessFixture.SECRET, "GET", "/api/v1/replica", "").status());
    assertEquals(403, access.with(AccessFixture.SECRET, "POST", "/api/v1/gc/run", "{}").status());
  }
}
