package io.cairn.coordinator.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cairn.coordinator.replication.InMemoryReplicatedState;
import io.cairn.process.HostPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditLogTest {
  private AdminFixture admin;

  @BeforeEach
  void start() throws Exception {
    admin = new AdminFixture();
  }

  @AfterEach
  void stop() {
    admin.close();
  }

  private List<JsonNode> lines() throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : admin.audit) {
      assertTrue(line.indexOf('\n') < 0, line);
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  @Test
  void each_command_is_noted_with_who_and_what_came_of_it() throws Exception {
    admin.run(1);
    admin.audit.clear();
    String pause = "{\"requestId\":\"p\",\"who\":\"ada\"}";
    admin.post("jobs/flights/checkpointing/pause", pause);
    admin.send(
        "POST", "/api/v1/jobs/9/checkpoints", "{\"requestId\":\"k\"}", Caller.WHO, "cron\u00e9");
    admin.post("jobs/flights/stop", "{\n\"mode\":");
    admin.post("jars", "code");
    admin.send("DELETE", "/api/v1/jobs", "");
    admin.get("jobs");
    admin.get("cluster");
    List<JsonNode> lines = lines();
    assertEquals(5, lines.size(), admin.audit.toString());
    JsonNode paused = lines.get(0);
    assertEquals("ada", paused.path("who").asText());
    assertEquals("p", paused.path("requestId").asText());
    assertEquals("POST", paused.path("method").asText());
    assertEquals("/api/v1/jobs/flights/checkpointing/pause", paused.path("path").asText());
    assertEquals(200, paused.path("status").asInt());
    assertEquals(1, paused.path("answer").path("changeId").asInt());
    assertEquals("c1", paused.path("node").asText());
    assertTrue(paused.path("from").asText().startsWith("127.0.0.1:"), paused.toString());
    assertTrue(paused.path("at").asText().endsWith("Z"), paused.toString());
    assertEquals("ada", paused.path("request").path("who").asText());
    assertEquals("404 no-such-job", status(lines.get(1)));
    assertTrue(lines.get(1).path("who").asText().startsWith("cron"), lines.get(1).toString());
    assertEquals("400 malformed", status(lines.get(2)));
    assertEquals(64, lines.get(3).path("answer").path("sha256").asText().length());
    assertEquals("405 method-not-allowed", status(lines.get(4)));
  }

  private static String status(JsonNode line) {
    return line.path("status").asInt() + " " + line.path("code").asText();
  }

  /** The leader is the fixture; the follower passes a command on to it. */
  @Test
  void a_command_that_is_passed_on_names_the_one_who_asked_first() throws Exception {
    Executor here = Runnable::run;
    Forwarding forwarding =
        new Forwarding("c2", new PeerHttp(here, Optional.empty(), AdminAccess.off()));
    Caller caller = new Caller("10.0.0.7:4711", "ada", "", "application/json");
    Call call =
        new Call(
            "POST",
            "/api/v1/leader/transfer",
            List.of("leader", "transfer"),
            Map.of(),
            "{\"to\":\"c1\"}",
            caller);
    HostPort leader = new HostPort("127.0.0.1", admin.server.port());
    assertEquals(200, forwarding.send(leader, call).get(1, TimeUnit.MINUTES).status());
    JsonNode line = lines().get(0);
    assertEquals("10.0.0.7:4711", line.path("from").asText());
    assertEquals("ada", line.path("who").asText());
    assertEquals("c2", line.path("via").asText());
  }

  @Test
  void a_long_body_is_cut() {
    List<String> lines = new ArrayList<>();
    AuditLog log = new AuditLog("c1", new InMemoryReplicatedState()::leadership, lines::add);
    Caller caller = new Caller("h:1", "", "", "");
    String body = "{\"name\":\"" + "x".repeat(100_000) + "\"}";
    log.answered(
        new Call("POST", "/api/v1/jobs", List.of("jobs"), Map.of(), body, caller),
        Reply.ok(Map.of("jobId", 1)),
        3);
    assertTrue(lines.get(0).length() < AuditLog.MAX_BODY + 1_000, lines.get(0));
  }
}
