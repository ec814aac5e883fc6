package io.cairn.coordinator.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.cairn.coordinator.checkpoint.TaskPhase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** docs/openapi.yaml says what the server does: no more, no less. */
class OpenApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> METHODS = Set.of("get", "post", "patch", "delete");
  private static final String BY_PERSON = "{\"requestId\":\"%s\",\"who\":\"ada\"}";

  private final JsonNode document = read();
  private AdminFixture admin;

  @BeforeEach
  void start() throws Exception {
    admin = new AdminFixture();
  }

  @AfterEach
  void stop() {
    admin.close();
  }

  private static JsonNode read() {
    try (var text = Files.newBufferedReader(Path.of("../docs/openapi.yaml"))) {
      return JSON.valueToTree(new Yaml().load(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is described, by route: {@code GET /jobs/*}. */
  private Map<String, JsonNode> operations() {
    Map<String, JsonNode> operations = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        if (METHODS.contains(method.getKey())) {
          String pattern = path.getKey().replaceAll("\\{[a-z]+}", "*");
          operations.put(
              method.getKey().toUpperCase(Locale.ROOT) + " " + pattern, method.getValue());
        }
      }
    }
    return operations;
  }

  @Test
  void describes_each_route_and_no_other() throws Exception {
    Set<String> described = new TreeSet<>(operations().keySet());
    Set<String> served = new TreeSet<>(admin.server.served());
    Set<String> undescribed = new TreeSet<>(served);
    undescribed.removeAll(described);
    assertEquals(
        Set.of(),
        undescribed,
        "routes without a description: add each under 'paths' of docs/openapi.yaml, with"
            + " {names} for the stars, its request body, its 200 (a schema under components), and"
            + " 'default: {$ref: \"#/components/responses/Problem\"}'; then ask for it in"
            + " OpenApiTest.real_answers_are_as_described, and add a line to docs/http-api.md");
    described.removeAll(served);
    assertEquals(Set.of(), described, "docs/openapi.yaml describes what Routes does not serve");
  }

  @Test
  void names_the_role_that_each_route_needs() {
    Map<String, String> described = new TreeMap<>();
    operations().forEach((route, what) -> described.put(route, what.path("x-role").asText("none")));
    Map<String, String> needed = new TreeMap<>();
    RouteRoles.all().forEach((route, role) -> needed.put(route, role.word()));
    needed.remove("GET /metrics"); // no part of /api/v1
    assertEquals(needed, described, "x-role in docs/openapi.yaml should be as in RouteRoles");
  }

  @Test
  void is_served_as_it_is() throws Exception {
    AdminFixture.Answer answer = admin.get("openapi.yaml");
    assertEquals("application/yaml", answer.contentType());
    assertEquals(Files.readString(Path.of("../docs/openapi.yaml")), answer.text());
    assertEquals(405, admin.post("openapi.yaml", "{}").status());
  }

  /** Each code in the sources, so that a new one is described too. */
  @Test
  void lists_each_code_of_a_problem() throws Exception {
    Set<String> listed = new TreeSet<>();
    document.at("/components/schemas/ProblemCode/enum").forEach(code -> listed.add(code.asText()));
    Set<String> used = new TreeSet<>();
    Pattern made = Pattern.compile("\\.of\\(\\s*[45]\\d\\d,\\s*\"([a-z-]+)\"");
    try (Stream<Path> sources = Files.list(Path.of("src/main/java/io/cairn/coordinator/admin"))) {
      for (Path source : sources.toList()) {
        Matcher matcher = made.matcher(Files.readString(source));
        while (matcher.find()) {
          used.add(matcher.group(1));
        }
      }
    }
    assertTrue(used.size() > 10, used.toString());
    used.removeAll(listed);
    assertEquals(Set.of(), used, "add these to ProblemCode in docs/openapi.yaml");
  }

  @Test
  void real_answers_are_as_described() throws Exception {
    long job = admin.run(2);
    admin.post("jobs/flights/checkpoints", "{\"requestId\":\"k1\"}");
    admin.status(job, 0, TaskPhase.STARTED, 1);
    valid("get", "/jobs/{job}/checkpoints/{id}", admin.get("jobs/flights/checkpoints/1"));
    admin.complete(job, 1, 3);
    valid(
        "post",
        "/jobs/{job}/checkpoints",
        admin.post("jobs/1/checkpoints", "{\"requestId\":\"k2\"}"));
    valid("post", "/jobs/{job}/checkpoints/{id}/abort", byPerson("jobs/1/checkpoints/2/abort"));
    valid("post", "/jobs/{job}/savepoints", byPerson("jobs/1/savepoints"));
    valid("get", "/jobs/{job}/savepoints", admin.get("jobs/1/savepoints"));
    admin.complete(job, 3, 3);
    valid(
        "delete",
        "/jobs/{job}/savepoints/{name}",
        admin.send("DELETE", "/api/v1/jobs/1/savepoints/savepoint-3", BY_PERSON.formatted("d")));
    valid("post", "/jobs/{job}/checkpointing/pause", byPerson("jobs/1/checkpointing/pause"));
    valid("post", "/jobs/{job}/checkpointing/resume", byPerson("jobs/1/checkpointing/resume"));
    valid("get", "/jobs/{job}/settings", admin.get("jobs/1/settings"));
    valid("get", "/jobs/{job}/checkpoints", admin.get("jobs/1/checkpoints"));
    valid("get", "/jobs", admin.get("jobs"));
    valid("get", "/jobs/{job}", admin.get("jobs/1"));
    valid("get", "/whoami", admin.get("whoami"));
    valid("get", "/cluster", admin.get("cluster"));
    valid("get", "/agents", admin.get("agents"));
    valid("post", "/agents/{agent}/drain", byPerson("agents/a1/drain"));
    valid("get", "/agents", admin.get("agents"));
    valid("post", "/agents/{agent}/undrain", byPerson("agents/a1/undrain"));
    valid("get", "/leaders", admin.get("leaders"));
    valid("get", "/health", admin.get("health"));
    valid("get", "/members", admin.get("members"));
    valid("get", "/replica", admin.get("replica?index=1"));
    valid("get", "/gc/plan", admin.get("gc/plan"));
    valid("post", "/gc/run", admin.post("gc/run", "{\"requestId\":\"g\"}"));
    valid("post", "/leader/transfer", admin.post("leader/transfer", "{\"to\":\"c1\"}"));
    valid("post", "/jars", admin.post("jars", "code"));
    valid("post", "/jobs/{job}/restart", byPerson("jobs/1/restart"));
    valid(
        "post",
        "/jobs/{job}/rescale",
        admin.post("jobs/1/rescale", "{\"requestId\":\"r\",\"who\":\"ada\",\"parallelism\":1}"));
    valid(
        "post",
        "/jobs/{job}/stop",
        admin.post("jobs/1/stop", "{\"requestId\":\"s\",\"mode\":\"cancel\"}"));
  }

  @Test
  void refusals_are_problems_as_described() throws Exception {
    Map<String, AdminFixture.Answer> refusals = new TreeMap<>();
    refusals.put("404 no-such-path", admin.get("nothing"));
    refusals.put("404 no-such-job", admin.get("jobs/none"));
    refusals.put("405 method-not-allowed", admin.send("DELETE", "/api/v1/jobs", ""));
    refusals.put("413 too-large", admin.post("jobs", "x".repeat((1 << 20) + 1)));
    refusals.put(
        "415 unsupported-media-type",
        admin.send("POST", "/api/v1/jobs", "a=1", "Content-Type", "text/plain"));
    refusals.put("400 malformed", admin.post("jobs", "{"));
    refusals.put("400 invalid-field", admin.get("jobs?consistency=maybe"));
    refusals.put(
        "431 headers-too-large",
        admin.send("GET", "/api/v1/jobs", "", "X-Long", "x".repeat(20_000)));
    for (Map.Entry<String, AdminFixture.Answer> refusal : refusals.entrySet()) {
      AdminFixture.Answer answer = refusal.getValue();
      assertEquals(refusal.getKey(), answer.status() + " " + answer.json().path("code").asText());
      assertEquals("application/problem+json", answer.contentType());
      conforms("Problem", answer.json());
    }
  }

  private AdminFixture.Answer byPerson(String path) throws Exception {
    return admin.post(path, BY_PERSON.formatted(path.replace('/', '-')));
  }

  private void valid(String method, String path, AdminFixture.Answer answer) throws Exception {
    assertEquals(200, answer.status(), path + ": " + answer.text());
    JsonNode response =
        resolved(document.path("paths").path(path).path(method).path("responses").path("200"));
    JsonNode schema = response.path("content").path("application/json").path("schema");
    assertTrue(schema.isObject(), method + " " + path + " has no schema for 200");
    conforms(path, (ObjectNode) schema.deepCopy(), answer.json());
  }

  private void conforms(String schema, JsonNode answer) {
    conforms(schema, JSON.createObjectNode().put("$ref", "#/components/schemas/" + schema), answer);
  }

  private void conforms(String what, ObjectNode schema, JsonNode answer) {
    ObjectNode components = JSON.createObjectNode();
    components.set("schemas", document.at("/components/schemas").deepCopy());
    closeAll(components);
    closeAll(schema);
    schema.set("components", components);
    Set<ValidationMessage> wrong =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(schema)
            .validate(answer);
    assertEquals(Set.of(), wrong, what + ": " + answer);
  }

  /** What is not described is not to be answered; for clients the file leaves it open. */
  private static void closeAll(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("properties").isObject()
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(OpenApiTest::closeAll);
  }

  private JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asText("");
    return reference.isEmpty() ? node : document.at(reference.substring(1));
  }
}
