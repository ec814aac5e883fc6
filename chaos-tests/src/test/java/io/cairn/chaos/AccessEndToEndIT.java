package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cairn.cli.admin.JobSubmission;
import io.cairn.cli.cluster.ClusterAccess;
import io.cairn.cli.cluster.ClusterPlan;
import io.cairn.process.ExitCode;
import io.cairn.process.HostPort;
import io.cairn.process.security.Role;
import io.cairn.process.security.SharedSecret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** Real processes that ask who comes: agents for a secret, people for a token. A job runs. */
class AccessEndToEndIT {
  private static final long ENDLESS = 100_000;
  private static final JobSubmission.Policy POLICY =
      new JobSubmission.Policy(1_000, 120_000, 3, 200);
  private static final Set<String> METHODS = Set.of("get", "post", "patch", "put", "delete");
  private static final String BODY = "{\"requestId\":\"%s\",\"who\":\"somebody else\"}";

  @TempDir static Path directory;
  private static FlightDelaysRun run;
  private static ClusterAccess access;
  private static HttpClient client;

  @BeforeAll
  static void start() throws Exception {
    ClusterPlan plan = ClusterPlan.small("access", ClusterPlan.Store.FILE, false).withAccess();
    run = FlightDelaysRun.start(plan, ENDLESS, POLICY);
    access = run.cluster().access().orElseThrow();
    client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    awaitCheckpoint(1);
  }

  @AfterAll
  static void stop() throws IOException {
    if (run != null) {
      run.close();
    }
  }

  private static void awaitCheckpoint(long id) {
    Await.until(
        FlightDelaysRun.BOUND,
        () -> run.job().path("lastCompleted").asLong() >= id,
        () -> "checkpoint " + id);
  }

  private record Answer(int status, JsonNode json) {}

  private static Answer ask(int coordinator, String method, String path, String token)
      throws Exception {
    HostPort address = run.cluster().adminAddresses().get(coordinator);
    URI uri = URI.create("http://" + address + "/api/v1/" + path);
    String form = path.equals("gc/run") ? "{\"requestId\":\"%s\"}" : BODY;
    String body = method.equals("GET") ? "" : form.formatted(UUID.randomUUID());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    String text = answer.body();
    JsonNode json = new ObjectMapper().readTree(text.startsWith("{") ? text : "{}");
    return new Answer(answer.statusCode(), json);
  }

  /** Each operation of the description as {@code METHOD path}, with the job that runs. */
  private static List<String> operations() throws IOException {
    Path file = Path.of(System.getProperty("user.dir")).resolveSibling("docs/openapi.yaml");
    JsonNode paths = new ObjectMapper().valueToTree(read(file)).path("paths");
    List<String> operations = new ArrayList<>();
    paths
        .properties()
        .forEach(
            path -> {
              String filled = filled(path.getKey().substring(1));
              for (Iterator<String> each = path.getValue().fieldNames(); each.hasNext(); ) {
                String method = each.next();
                if (METHODS.contains(method)) {
                  operations.add(method.toUpperCase(Locale.ROOT) + " " + filled);
                }
              }
            });
    return operations;
  }

  private static String filled(String path) {
    String id = path.startsWith("agents/") ? "a1" : path.startsWith("members/") ? "c2" : "1";
    return path.replace("{job}", String.valueOf(run.jobId())).replaceAll("\\{[a-z]+}", id);
  }

  private static Map<String, Object> read(Path yaml) throws IOException {
    try (var text = Files.newBufferedReader(yaml)) {
      return new Yaml().load(text);
    }
  }

  @Test
  void withoutATokenOrWithAWrongOneNothingIsAnswered() throws Exception {
    for (String operation : operations()) {
      String[] words = operation.split(" ", -1);
      for (String token :
          List.of("", "cairn_wrong", Files.readString(access.agentSecret()).strip())) {
        Answer answer = ask(1, words[0], words[1], token);
        assertEquals(401, answer.status(), operation);
        assertEquals("unauthenticated", answer.json().path("code").asText(), operation);
      }
    }
  }

  @Test
  void aViewerLooksAndChangesNothingOnLeaderAndFollowers() throws Exception {
    String viewer = access.token(Role.VIEWER);
    JsonNode before = changeable();
    int refused = 0;
    for (String operation : operations()) {
      String[] words = operation.split(" ", -1);
      for (int coordinator = 0; coordinator < 3 && !words[0].equals("GET"); coordinator++) {
        Answer answer = ask(coordinator, words[0], words[1], viewer);
        assertEquals(403, answer.status(), () -> operation + ": " + answer);
        assertEquals("forbidden", answer.json().path("code").asText(), operation);
        refused++;
      }
    }
    assertTrue(refused >= 3 * 22, refused + " refusals");
    assertEquals(200, ask(0, "GET", "jobs/" + run.jobId(), viewer).status());
    assertEquals(before, changeable());
  }

  /** What requests can change, and time does not. */
  private static JsonNode changeable() throws Exception {
    var all = new ObjectMapper().createObjectNode();
    String job = "jobs/" + run.jobId();
    all.set("settings", run.cluster().admin().get(job + "/settings"));
    all.set("savepoints", run.cluster().admin().get(job + "/savepoints"));
    all.set("state", run.job().path("state"));
    all.set("checkpointing", run.job().path("checkpointing"));
    all.set("attempt", run.job().path("attempt"));
    all.set("agents", run.cluster().admin().get("agents").findPath("state"));
    all.set("jobs", run.cluster().admin().get("jobs").path("jobs").findPath("id"));
    run.cluster()
        .admin()
        .get("cluster")
        .path("members")
        .forEach(member -> all.set(member.path("id").asText(), member.path("raft")));
    return all;
  }

  @Test
  void anOperatorSteersJobsAndAnAdminTheClusterToo() throws Exception {
    String operator = access.token(Role.OPERATOR);
    String job = "jobs/" + run.jobId();
    for (int coordinator = 0; coordinator < 3; coordinator++) {
      for (String path :
          List.of("members", "members/c1/remove", "members/c1/replace", "gc/run", "restores")) {
        Answer answer = ask(coordinator, "POST", path, operator);
        assertEquals(403, answer.status(), path);
        assertEquals(
            "operator is an operator, and this needs the role admin",
            answer.json().path("detail").asText());
      }
      assertEquals(200, ask(coordinator, "POST", job + "/checkpointing/pause", operator).status());
      assertEquals(200, ask(coordinator, "POST", job + "/checkpointing/resume", operator).status());
      assertEquals(200, ask(coordinator, "POST", "gc/run", access.token(Role.ADMIN)).status());
    }
    assertEquals(400, ask(0, "POST", "members", access.token(Role.ADMIN)).status());
    JsonNode history = run.cluster().admin().get(job + "/settings").path("history");
    assertEquals("operator", history.path(0).path("who").asText(), history.toString());
    assertFalse(history.toString().contains("somebody else"), history.toString());
  }

  @Test
  void commandsEndWith77WhereTheTokenIsMissingUnknownOrNotEnough() throws Exception {
    String viewer = access.token(Role.VIEWER);
    String job = String.valueOf(run.jobId());
    assertEquals(ExitCode.OK, cairn(viewer, "", "job", "list"));
    for (String asks : List.of("job list", "status", "health", "checkpoint watch " + job)) {
      assertEquals(
          ExitCode.NOT_PERMITTED, cairn("", "asks who you are", asks.split(" ", -1)), () -> asks);
    }
    assertEquals(ExitCode.NOT_PERMITTED, cairn("cairn_no", "is not known here", "job", "list"));
    String why = "viewer is a viewer, and this needs the role operator";
    assertEquals(ExitCode.NOT_PERMITTED, cairn(viewer, why, "checkpoint", "pause", job));
    assertEquals(
        ExitCode.NOT_PERMITTED,
        cairn(access.token(Role.OPERATOR), "needs the role admin", "gc", "run", "--yes"));
  }

  /** Runs a command; what it says on standard error is one line that holds the words, or none. */
  private static int cairn(String token, String says, String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of(words));
    if (!token.isEmpty()) {
      Path file = Files.writeString(directory.resolve("token"), token + "\n");
      all.addAll(List.of("--token-file", file.toString()));
    }
    Typed typed = Typed.at(run.cluster(), all);
    assertEquals(says.isEmpty() ? 0 : 1, typed.err().lines().count(), typed.err());
    assertTrue(typed.err().contains(says), typed.err());
    return typed.exit();
  }

  /** The configuration of agent a1 for another agent. */
  private static String agent(String id, String secret) throws IOException {
    Path a1 = run.cluster().directory().resolve("config").resolve("a1.yaml");
    String line = secret.isEmpty() ? "" : "  agentSecret: \"" + secret + "\"\n";
    return LoneProcess.like(a1, id, directory.resolve(id))
            .replaceFirst("(?m)^  agentSecret: .*\n", line)
        + "metrics: {bind: \"127.0.0.1:0\"}\n";
  }

  private static List<String> registered() throws InterruptedException {
    List<String> ids = new ArrayList<>();
    run.cluster().admin().get("agents").path("agents").forEach(a -> ids.add(a.path("id").asText()));
    return ids;
  }

  private static Stream<String> coordinatorLines() {
    return run.cluster().coordinators().stream()
        .map(id -> run.cluster().directory().resolve("logs").resolve(id + ".log"))
        .flatMap(
            log -> {
              try {
                return Files.readAllLines(log).stream();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  @Test
  void anAgentWithAnotherSecretOrNoneGetsNothingAndSaysSo() throws Exception {
    Path other = directory.resolve("other.secret");
    SharedSecret.create(other);
    try (LoneProcess wrong =
            LoneProcess.start("agent", "a8", agent("a8", other.toString()), directory);
        LoneProcess none = LoneProcess.start("agent", "a9", agent("a9", ""), directory)) {
      awaitLine(wrong, "security.agentSecret: it may have another");
      awaitLine(none, "if it wants a proof of security.agentSecret, this process has none");
      for (String why :
          List.of("security.agentSecret is another", "does not prove that it knows")) {
        Await.until(
            FlightDelaysRun.BOUND,
            () -> coordinatorLines().anyMatch(line -> line.contains(why)),
            () -> "a coordinator's line: " + why);
      }
      List<String> registered = registered();
      assertTrue(registered.containsAll(List.of("a1", "a2")), registered.toString());
      assertFalse(registered.contains("a8") || registered.contains("a9"), registered.toString());
      assertTrue(wrong.isAlive() && none.isAlive(), "they go on trying");
    }
  }

  private static void awaitLine(LoneProcess process, String words) {
    Await.until(
        FlightDelaysRun.BOUND,
        () -> process.log().stream().anyMatch(line -> line.contains(words)),
        () -> "a line with: " + words);
  }

  @Test
  void figuresOfAnAgentAreForThoseWithAToken() throws Exception {
    try (LoneProcess agent =
        LoneProcess.start("agent", "a7", agent("a7", access.agentSecret().toString()), directory)) {
      URI page = URI.create("http://" + agent.awaitFigures() + "/metrics");
      assertEquals(401, figures(page, ""));
      assertEquals(401, figures(page, "cairn_wrong"));
      assertEquals(200, figures(page, access.token(Role.VIEWER)));
      HostPort coordinator = run.cluster().adminAddresses().get(0);
      assertEquals(401, figures(URI.create("http://" + coordinator + "/metrics"), ""));
    }
  }

  private static int figures(URI page, String token) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(60));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @Test
  void strangersHearNothingOnSessionAndDataPorts() throws Exception {
    JsonNode agent = run.cluster().admin().get("agents").path("agents").path(0);
    long completed = run.job().path("lastCompleted").asLong();
    for (int port :
        new int[] {run.cluster().sessionAddresses().get(0).port(), agent.path("port").asInt()}) {
      for (String sent : List.of("CAIRNS\0\1", "CAIRNDAT\0\1", "GET / HTTP/1.1\r\n\r\n")) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
          socket.setSoTimeout((int) FlightDelaysRun.BOUND.toMillis());
          socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
          assertEquals(-1, socket.getInputStream().read(), sent);
        } catch (SocketException reset) {
          assertTrue(String.valueOf(reset.getMessage()).contains("reset"), reset.toString());
        }
      }
    }
    awaitCheckpoint(completed + 2);
    assertEquals(1, run.job().path("attempt").asLong(), "the job has not noticed");
  }
}
