package io.cairn.coordinator.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.Attempt;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.Incarnation;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.Placement;
import io.cairn.coordinator.checkpoint.SnapshotHandle;
import io.cairn.coordinator.checkpoint.SnapshotStats;
import io.cairn.coordinator.checkpoint.TaskPhase;
import io.cairn.coordinator.leader.LiveProgress;
import io.cairn.coordinator.leader.OrphanSweep;
import io.cairn.coordinator.replication.ClusterMember;
import io.cairn.coordinator.replication.CurrentMembership;
import io.cairn.coordinator.replication.InMemoryReplicatedState;
import io.cairn.coordinator.replication.Membership;
import io.cairn.process.HostPort;
import io.cairn.storage.blob.InMemoryBlobStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {
  private static final HostPort ANY = new HostPort("127.0.0.1", 0);
  private static final String SHA =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  private static final String JOB =
      """
      {"requestId":"%s","name":"%s","jarSha256":"%s","entryClass":"x.Job",
       "graph":{"keyGroups":8,"operators":[
          {"id":"in","kind":"SOURCE","parallelism":2},
          {"id":"out","kind":"SINK","parallelism":%s}],
        "edges":[{"from":"in","to":"out","partitioning":"HASH"}]}%s}
      """;

  private final InMemoryReplicatedState replica = new InMemoryReplicatedState();
  private final InMemoryBlobStore blobs = new InMemoryBlobStore();
  private final HttpClient client = HttpClient.newHttpClient();
  private AdminServer server;
  private OrphanSweep orphans;

  @BeforeEach
  void start() throws Exception {
    ClusterMember self = new ClusterMember("c1", port(1), port(2), port(3));
    Membership membership = new Membership("c1", List.of(self));
    orphans = new OrphanSweep(replica, blobs);
    Cluster cluster =
        new Cluster(
            replica, new SilentGroup(replica), new CurrentMembership(membership, replica::state));
    server = new AdminServer(ANY, cluster, blobs, root -> blobs, orphans, new LiveProgress());
    server.start();
    replica.applyAsOther(List.of(new Event.Bootstrap("cluster-1")));
    replica.takeLeadership();
  }

  @AfterEach
  void stop() {
    server.close();
    orphans.close();
  }

  private static HostPort port(int port) {
    return new HostPort("127.0.0.1", port);
  }

  private record Answer(int status, JsonNode json) {}

  private Answer send(String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .method(method, BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    return new Answer(response.statusCode(), new ObjectMapper().readTree(response.body()));
  }

  private Answer get(String path) throws Exception {
    return send("GET", "/api/v1/" + path, "");
  }

  private Answer post(String path, String body) throws Exception {
    return send("POST", "/api/v1/" + path, body);
  }

  private void refuses(String body, String code, String detail) throws Exception {
    Answer answer = post("jobs", body);
    assertEquals(400, answer.status(), answer.json().toString());
    assertEquals(code, answer.json().path("code").asText());
    assertTrue(answer.json().path("detail").asText().contains(detail), answer.json().toString());
  }

  private long submitAndRun() throws Exception {
    long job =
        post("jobs", JOB.formatted("r1", "flights", SHA, 1, "")).json().path("jobId").asLong();
    JobId id = new JobId(job);
    replica.applyAsOther(
        List.of(new Event.RegisterAgent(new AgentId("a1"), "n", "127.0.0.1", 9, 4, 0)));
    Placement place = new Placement(new AgentId("a1"), new Incarnation(1));
    replica.applyAsOther(
        List.of(
            new Event.StartAttempt(
                id, Attempt.NONE, CheckpointId.NONE, Collections.nCopies(3, place))));
    for (int task = 0; task < 3; task++) {
      replica.applyAsOther(
          List.of(
              new Event.TaskStatusUpdate(
                  id, new Attempt(1), task, TaskPhase.RUNNING, CheckpointId.NONE, "")));
    }
    return job;
  }

  @Test
  void aJobThatLacksSlotsSaysSo() throws Exception {
    long job = post("jobs", JOB.formatted("r1", "big", SHA, 3, "")).json().path("jobId").asLong();
    assertEquals(
        "5 slots are needed, 0 are there for it; start another agent first",
        get("jobs/" + job).json().path("waitsFor").asText());
    replica.applyAsOther(
        List.of(new Event.RegisterAgent(new AgentId("a1"), "n", "127.0.0.1", 9, 5, 0)));
    assertTrue(get("jobs/" + job).json().path("waitsFor").isMissingNode(), "it can be placed");
  }

  @Test
  void shows_the_cluster_its_jobs_and_their_checkpoints() throws Exception {
    long job = submitAndRun();
    JsonNode cluster = get("cluster").json();
    assertEquals("cluster-1", cluster.path("clusterId").asText());
    assertEquals("c1", cluster.path("leader").path("id").asText());
    assertEquals(3, cluster.path("agents").path(0).path("usedSlots").asInt());
    assertEquals(16, cluster.path("stateHash").asText().length());
    assertEquals(replica.appliedIndex(), cluster.path("appliedIndex").asLong());

    Answer requested = post("jobs/flights/checkpoints", "{\"requestId\":\"k1\"}");
    long checkpoint = requested.json().path("checkpointId").asLong();
    assertEquals(1, checkpoint, requested.toString());
    JsonNode view = get("jobs/job-" + job).json();
    assertEquals("RUNNING", view.path("state").asText());
    assertEquals(3, view.path("runningTasks").asInt());
    assertEquals("[1]", view.path("running").toString());
    assertEquals("out", view.path("placement").path(2).path("operator").asText());
    JsonNode list = get("jobs/" + job + "/checkpoints?limit=1").json();
    assertEquals("REQUESTING", list.path("checkpoints").path(0).path("state").asText());
    assertEquals(3, list.path("checkpoints").path(0).path("tasks").asInt());
    JsonNode detail = get("jobs/flights/checkpoints/1?consistency=stale").json();
    assertEquals(3, detail.path("tasks").size());
    assertEquals(1, get("jobs").json().path("jobs").size());
    assertEquals(200, get("health").status());
  }

  @Test
  void a_repeated_request_gets_the_same_answer() throws Exception {
    String body = JOB.formatted("r9", "twice", SHA, 1, "");
    assertEquals(post("jobs", body), post("jobs", body));
    assertEquals(1, get("jobs").json().path("jobs").size());
    assertEquals(409, post("jobs", JOB.formatted("r10", "twice", SHA, 1, "")).status());
  }

  private static void assertProblem(int status, String code, Answer answer) {
    assertEquals(status, answer.status(), answer.json().toString());
    assertEquals(code, answer.json().path("code").asText());
  }

  @Test
  void changes_settings_and_tells_their_history() throws Exception {
    submitAndRun();
    String change =
        "{\"requestId\":\"c1\",\"who\":\"ada\",\"settings\":{\"retained\":5,\"intervalMillis\":0}}";
    Answer changed = send("PATCH", "/api/v1/jobs/flights/settings", change);
    assertEquals(1, changed.json().path("changeId").asInt(), changed.toString());
    assertEquals(changed, post("jobs/flights/settings", change));
    JsonNode view = get("jobs/flights/settings").json();
    assertEquals(5, view.path("settings").path("retained").asInt());
    assertEquals(3, view.path("submitted").path("retained").asInt());
    assertEquals("OFF", view.path("checkpointing").asText());
    assertEquals(1, view.path("history").size());
    JsonNode told = view.path("history").path(0);
    assertEquals("ada", told.path("who").asText());
    assertTrue(told.path("at").asLong() > 0);
    assertEquals(
        "[{\"setting\":\"intervalMillis\",\"from\":10000,\"to\":0},"
            + "{\"setting\":\"retained\",\"from\":3,\"to\":5}]",
        told.path("differences").toString());
    String path = "jobs/flights/settings";
    assertProblem(400, "invalid", post(path, change.replace("c1", "c2").replace("5", "101")));
    assertProblem(400, "invalid-field", post(path, change.replace("retained", "paused")));
    assertProblem(400, "invalid-field", post(path, change.replace("who", "whom")));
    assertProblem(400, "invalid-field", post(path, change.replaceAll("\"ret.*0}", "}")));
    assertProblem(404, "no-such-job", post("jobs/none/settings", change));
    assertProblem(405, "method-not-allowed", send("DELETE", "/api/v1/" + path, ""));
  }

  @Test
  void pauses_and_resumes_the_checkpoints_of_a_job() throws Exception {
    submitAndRun();
    String by = "{\"requestId\":\"%s\",\"who\":\"ada\"}";
    Answer paused = post("jobs/flights/checkpointing/pause", by.formatted("p1"));
    assertEquals(200, paused.status(), paused.toString());
    assertEquals("PAUSED", get("jobs/flights").json().path("checkpointing").asText());
    assertEquals(paused, post("jobs/flights/checkpointing/pause", by.formatted("p1")));
    post("jobs/flights/checkpointing/resume", by.formatted("p2"));
    assertEquals("ON", get("jobs/flights").json().path("checkpointing").asText());
    assertEquals(
        "{\"setting\":\"paused\",\"from\":true,\"to\":false}",
        get("jobs/flights/settings?limit=1").json().at("/history/0/differences/0").toString());
    assertProblem(404, "no-such-path", post("jobs/flights/checkpointing/stop", by));
  }

  @Test
  void aborts_a_checkpoint_and_tells_who_did() throws Exception {
    submitAndRun();
    post("jobs/flights/checkpoints", "{\"requestId\":\"k1\",\"mode\":\"full\"}");
    String by = "{\"requestId\":\"%s\",\"who\":\"ada\",\"reason\":\"too slow\"}";
    Answer aborted = post("jobs/flights/checkpoints/1/abort", by.formatted("a1"));
    assertEquals(200, aborted.status(), aborted.toString());
    assertEquals(aborted, post("jobs/flights/checkpoints/1/abort", by.formatted("a1")));
    JsonNode view = get("jobs/flights/checkpoints/1").json();
    assertEquals("ABORTED", view.path("state").asText());
    assertEquals("PERSON: too slow", view.path("reason").asText());
    assertEquals("ada", view.path("cause").path("who").asText());
    assertTrue(view.path("cause").path("task").isNull());
    assertProblem(409, "conflict", post("jobs/flights/checkpoints/1/abort", by.formatted("a2")));
    assertProblem(404, "not-found", post("jobs/flights/checkpoints/9/abort", by.formatted("a3")));
    assertProblem(400, "invalid-field", post("jobs/flights/checkpoints/x/abort", by));
  }

  private void complete(long job, long checkpoint) {
    JobId id = new JobId(job);
    CheckpointId cut = new CheckpointId(checkpoint);
    SnapshotHandle handle = SnapshotHandle.inline(new byte[] {1}, 1);
    for (int task = 0; task < 3; task++) {
      replica.applyAsOther(
          List.of(
              new Event.CheckpointComplete(
                  id, new Attempt(1), task, cut, handle, SnapshotStats.NONE)));
    }
    replica.applyAsOther(List.of(new Event.MetadataDurable(id, cut, 100, 1)));
  }

  @Test
  void takes_lists_and_deletes_savepoints_and_begins_from_one() throws Exception {
    long job = submitAndRun();
    String by = "{\"requestId\":\"%s\",\"who\":\"ada\"%s}";
    String all = "jobs/flights/savepoints";
    Answer asked = post(all, by.formatted("s1", ",\"name\":\"nightly\""));
    assertEquals(1, asked.json().path("checkpointId").asInt(), asked.toString());
    assertProblem(400, "invalid-field", post(all, by.formatted("s2", ",\"name\":\"No\"")));
    assertProblem(409, "conflict", post(all + "/nightly/delete", by.formatted("d1", "")));
    String from = ",\"restore\":{\"savepoint\":\"%s\"}";
    String named = JOB.formatted("r2", "copy", SHA, 1, from.formatted("flights/nightly"));
    assertProblem(409, "conflict", post("jobs", named));
    complete(job, 1);
    JsonNode kept = get(all).json().at("/savepoints/0");
    assertEquals("COMPLETED", kept.path("state").asText());
    assertEquals("ada", kept.path("who").asText());
    String path = kept.path("path").asText();
    assertEquals("jobs/" + job + "/savepoints/nightly-1", path);
    String other = JOB.formatted("r3", "copy", SHA, 1, from.formatted(path.replace("-1", "-2")));
    assertProblem(404, "no-such-savepoint", post("jobs", other));
    String foreign = JOB.formatted("r4", "copy", SHA, 1, from.formatted("hdfs://nn/" + path));
    assertProblem(400, "invalid-field", post("jobs", foreign));
    assertEquals(
        200, post("jobs", JOB.formatted("r5", "copy", SHA, 1, from.formatted(path))).status());
    assertEquals(1, get("jobs/copy").json().at("/origin/checkpointId").asInt());
    assertProblem(409, "conflict", post(all + "/nightly/delete", by.formatted("d2", "")));
    post("jobs/copy/stop", "{\"requestId\":\"c\",\"mode\":\"cancel\"}");
    assertEquals(
        200, send("DELETE", "/api/v1/" + all + "/nightly", by.formatted("d3", "")).status());
    assertEquals(0, get(all).json().path("savepoints").size());
    String stop = by.formatted("e", ",\"mode\":\"savepoint\",\"savepoint\":\"last\"");
    assertEquals(200, post("jobs/flights/stop", stop).status());
    assertEquals("STOPPING", get("jobs/flights").json().path("state").asText());
  }

  @Test
  void stops_a_job() throws Exception {
    submitAndRun();
    assertEquals(
        200, post("jobs/flights/stop", "{\"requestId\":\"s\",\"mode\":\"cancel\"}").status());
    assertEquals("CANCELLED", get("jobs/flights").json().path("state").asText());
  }

  @Test
  void names_the_field_of_a_bad_request() throws Exception {
    refuses("{\"requestId\":", "malformed", "not JSON");
    refuses("[]", "malformed", "JSON object");
    refuses("{}", "invalid-field", "requestId: is missing");
    refuses(JOB.formatted("r", "x", SHA, "\"1\"", ""), "invalid-field", "operators[1].parallelism");
    refuses(JOB.formatted("r", "x", SHA, 1, ",\"extra\":1"), "invalid-field", "extra");
    refuses(
        JOB.formatted("r", "x", SHA, 1, ",\"policy\":{\"retained\":0}"),
        "invalid-job",
        "policy.retained");
    refuses(JOB.formatted("r", "x", "beef", 1, ""), "invalid-job", "jarSha256");
    assertEquals(400, get("jobs?consistency=maybe").status());
    assertEquals(404, get("jobs/none").status());
    assertEquals(404, get("nothing").status());
    assertEquals(404, send("GET", "/nothing", "").status());
    assertEquals(405, send("DELETE", "/api/v1/jobs", "").status());
    assertEquals(413, post("jobs", "x".repeat((1 << 20) + 1)).status());
  }

  @Test
  void stores_a_jar_once_under_the_hash_of_its_content() throws Exception {
    Answer stored = post("jars", "content");
    String sha256 = stored.json().path("sha256").asText();
    assertEquals(64, sha256.length(), stored.toString());
    assertTrue(blobs.exists("jars/" + sha256 + ".jar"));
    assertEquals(stored, post("jars", "content"));
    assertEquals(List.of(), blobs.list("jars/uploading"));
    assertEquals(400, post("jars", "").status());
  }

  @Test
  void says_why_a_jar_was_not_stored_without_the_stack_trace_of_hdfs() {
    String message =
        "there are 0 datanode(s) running\n\tat org.apache.hadoop.Block.choose(B.java:1)";
    assertEquals(
        "there are 0 datanode(s) running", AdminHandler.firstLine(new IOException(message)));
    assertEquals("java.io.EOFException", AdminHandler.firstLine(new java.io.EOFException()));
  }

  @Test
  void says_within_three_seconds_that_nobody_leads() throws Exception {
    replica.loseLeadership();
    long before = System.nanoTime();
    Answer answer = post("jobs", JOB.formatted("r", "x", SHA, 1, ""));
    assertEquals(503, answer.status());
    assertEquals("no-leader", answer.json().path("code").asText());
    assertTrue(System.nanoTime() - before < 3_000_000_000L);
  }

  @Test
  void a_command_waits_for_the_next_leader() throws Exception {
    replica.loseLeadership();
    Thread elector = new Thread(replica::takeLeadership);
    elector.start();
    assertEquals(200, post("jobs", JOB.formatted("r", "x", SHA, 1, "")).status());
    elector.join();
  }

  @Test
  void refusals_about_members_have_stable_codes_and_change_nothing() throws Exception {
    String member = "{\"id\":\"c4\",\"raft\":\"h:7\",\"session\":\"h:8\",\"admin\":\"h:9\"}";
    assertProblem(
        409, "member-unreachable", "no coordinator answers at h:9", post("members", member));
    assertProblem(409, "quorum-at-risk", "only replica", post("members/c1/remove", "{}"));
    assertProblem(404, "no-such-member", "no member c9", post("members/c9/remove", "{}"));
    assertProblem(400, "invalid-field", "raft", post("members", member.replace("h:7", "h")));
    String anywhere = member.replace("h:7", "0.0.0.0:7");
    assertProblem(400, "invalid-field", "as the others reach it", post("members", anywhere));
    assertProblem(404, "no-such-member", "c9", post("leader/transfer", "{\"to\":\"c9\"}"));
    assertProblem(400, "invalid", "no other replica", post("leader/transfer", "{}"));
    assertEquals("c1", post("leader/transfer", "{\"to\":\"c1\"}").json().path("leader").asText());
    assertEquals("c1", post("leader/transfer", "{\"from\":\"c7\"}").json().path("leader").asText());
    JsonNode members = get("members?consistency=stale").json();
    assertEquals(1, members.path("members").size());
    assertEquals("OK", members.path("members").path(0).path("verdict").asText());
    assertEquals(0, members.path("removed").size());
  }

  @Test
  void a_replica_says_what_it_knows_of_itself() throws Exception {
    long index = replica.appliedIndex();
    JsonNode self = get("replica?index=" + index).json();
    assertEquals("cluster-1", self.path("clusterId").asText());
    assertEquals(index, self.path("appliedIndex").asLong());
    assertEquals(self.path("stateHash").asText(), self.path("askedHash").asText());
    JsonNode late = get("replica?waitMillis=1&index=" + (index + 1)).json();
    assertTrue(late.path("askedHash").isNull(), late.toString());
  }

  private static void assertProblem(int status, String code, String detail, Answer answer) {
    String json = answer.json().toString();
    assertEquals(
        status + " " + code, answer.status() + " " + answer.json().path("code").asText(), json);
    assertTrue(answer.json().path("detail").asText().contains(detail), json);
  }
}
