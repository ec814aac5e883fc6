package io.cairn.coordinator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.Attempt;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.Incarnation;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.LeaderStarted;
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
import io.cairn.process.metrics.Metrics;
import io.cairn.storage.blob.InMemoryBlobStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The real HTTP server over a replica in memory that leads, and a client. */
public final class AdminFixture implements AutoCloseable {
  static final String SHA = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  private static final String JOB =
      """
      {"requestId":"submit","name":"flights","jarSha256":"%s","entryClass":"x.Job",
       "graph":{"keyGroups":8,"operators":[
          {"id":"in","kind":"SOURCE","parallelism":%s},
          {"id":"out","kind":"SINK","parallelism":1}],
        "edges":[{"from":"in","to":"out","partitioning":"HASH"}]}}
      """;

  final InMemoryReplicatedState replica = new InMemoryReplicatedState();
  final InMemoryBlobStore blobs = new InMemoryBlobStore();
  final Metrics metrics = Metrics.ofThisProcess();
  final List<String> audit = new CopyOnWriteArrayList<>();
  final AdminServer server;
  final LiveProgress progress = new LiveProgress();

  /** Sent with each request that says nothing else; empty for none. */
  String token = "";

  private final OrphanSweep orphans = new OrphanSweep(replica, blobs);
  private HttpClient client = HttpClient.newHttpClient();

  /** What came back. */
  record Answer(int status, String contentType, String text) {
    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(text);
    }
  }

  AdminFixture() throws IOException {
    this(AdminAccess.off());
  }

  /** With people who have to say who they are. */
  AdminFixture(AdminAccess access) throws IOException {
    HostPort any = new HostPort("127.0.0.1", 0);
    ClusterMember self = new ClusterMember("c1", port(1), port(2), port(3));
    Membership membership = new Membership("c1", List.of(self));
    Cluster cluster =
        new Cluster(
            replica, new SilentGroup(replica), new CurrentMembership(membership, replica::state));
    server =
        new AdminServer(
            new AdminServer.Entrance(any, Optional.empty(), access),
            cluster,
            new AdminServer.Stores(blobs, root -> blobs),
            orphans,
            progress,
            new Observation(metrics, audit::add));
    server.start();
    replica.applyAsOther(List.of(new Event.Bootstrap("cluster-1")));
    replica.applyAsOther(List.of(new LeaderStarted(1, "c1")));
    replica.takeLeadership();
  }

  private static HostPort port(int port) {
    return new HostPort("127.0.0.1", port);
  }

  /** Goes on with new connections: Jetty closes those on which it has refused a path. */
  void reconnect() {
    client = HttpClient.newHttpClient();
  }

  Answer send(String method, String path, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (!token.isEmpty() && !List.of(headers).contains("Authorization")) {
      request.header("Authorization", "Bearer " + token);
    }
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        response.body());
  }

  Answer get(String path) throws Exception {
    return send("GET", "/api/v1/" + path, "");
  }

  Answer post(String path, String body) throws Exception {
    return send("POST", "/api/v1/" + path, body);
  }

  /** Submits a job of so many sources and a sink, and lets it run; its number. */
  long run(int sources) throws Exception {
    JobId id = new JobId(post("jobs", JOB.formatted(SHA, sources)).json().path("jobId").asLong());
    int tasks = sources + 1;
    replica.applyAsOther(
        List.of(new Event.RegisterAgent(new AgentId("a1"), "n", "127.0.0.1", 9, tasks, 0)));
    Placement place = new Placement(new AgentId("a1"), new Incarnation(1));
    replica.applyAsOther(
        List.of(
            new Event.StartAttempt(
                id, Attempt.NONE, CheckpointId.NONE, Collections.nCopies(tasks, place))));
    for (int task = 0; task < tasks; task++) {
      status(id.value(), task, TaskPhase.RUNNING, 0);
    }
    return id.value();
  }

  void status(long job, int task, TaskPhase phase, long checkpoint) {
    CheckpointId cut = checkpoint == 0 ? CheckpointId.NONE : new CheckpointId(checkpoint);
    replica.applyAsOther(
        List.of(new Event.TaskStatusUpdate(new JobId(job), new Attempt(1), task, phase, cut, "")));
  }

  /** All acks of a checkpoint, the slowest last, and its completion. */
  void complete(long job, long checkpoint, int tasks) {
    List<Event> acks = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      acks.add(
          new Event.CheckpointComplete(
              new JobId(job),
              new Attempt(1),
              task,
              new CheckpointId(checkpoint),
              SnapshotHandle.inline(new byte[] {1}, 1),
              new SnapshotStats(task, 10 + task, 20 + task, 100)));
    }
    for (int from = 0; from < tasks; from += 500) {
      replica.applyAsOther(acks.subList(from, Math.min(tasks, from + 500)));
    }
    replica.applyAsOther(
        List.of(new Event.MetadataDurable(new JobId(job), new CheckpointId(checkpoint), 100, 1)));
  }

  @Override
  public void close() {
    server.close();
    orphans.close();
    metrics.close();
  }
}
