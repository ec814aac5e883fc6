package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.coordinator.codec.MetadataCodec;
import io.cairn.coordinator.codec.StoredMetadata;
import io.cairn.process.ExitCode;
import io.cairn.protocol.v1.TaskPhase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The leader, a real process, dies at each boundary between two phases of a checkpoint's life:
 * before an entry goes to the log, when it is committed and its leader has not applied it, and
 * before and after each thing that the leader does in between. The checkpoint completes under its
 * id, no confirmed ack is sent again, and its metadata is published once.
 *
 * <p>The entries of one checkpoint, in order, are the request, the first status, LOCAL, an ack of
 * each of three tasks, and that its metadata is durable: 1 to 7.
 */
class PhaseBoundariesIT {
  private static final int TASKS = 3;
  private static final int ENTRIES = 7;
  private static final int REPORTS = 5;
  private static final String JOB =
      """
      {"requestId":"submit","name":"phases","entryClass":"x.Job",
       "jarSha256":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
       "graph":{"operators":[{"id":"in","kind":"SOURCE","parallelism":3}],"edges":[]},
       "policy":{"intervalMillis":0,"timeoutMillis":120000,"retained":2}}
      """;

  @TempDir static Path root;

  private static CoordinatorProcesses cluster;
  private static List<SteppedAgent> agents;
  private static long job;
  private static long checkpoint;

  @BeforeAll
  static void startTheCluster() throws Exception {
    cluster = CoordinatorProcesses.start(root, 3, root.resolve("store").toUri().toString());
    agents =
        List.of(
            new SteppedAgent("a1", cluster.sessions()), new SteppedAgent("a2", cluster.sessions()));
    Await.until(
        CoordinatorProcesses.BOUND,
        () -> cluster.get("cluster").path("agents").size() == agents.size(),
        () -> "two agents");
    job = cluster.post("jobs", JOB).path("jobId").asLong();
    Await.until(
        CoordinatorProcesses.BOUND,
        () -> cluster.get("jobs/" + job).path("state").asText().equals("RUNNING"),
        () -> "the job runs");
  }

  @AfterAll
  static void stop() {
    if (agents != null) {
      agents.forEach(SteppedAgent::close);
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  /** Of every kind one; the build runs these. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "before-append@1",
        "after-commit@1",
        "after-commit@3",
        "before-append@5",
        "after-commit@6",
        "before-append@7",
        "after-commit@7",
        "before-propose@5",
        "before-confirm@5",
        "between-pending-and-commit@1",
        "after-rename@1"
      })
  void theLeaderDies(String boundary) throws Exception {
    outlives(boundary);
  }

  static List<String> allBoundaries() {
    List<String> all = new ArrayList<>();
    for (int entry = 1; entry <= ENTRIES; entry++) {
      all.add("before-append@" + entry);
      all.add("after-commit@" + entry);
    }
    for (int report = 1; report <= REPORTS; report++) {
      all.add("before-propose@" + report);
      all.add("before-confirm@" + report);
    }
    all.add("before-pending@1");
    all.add("between-pending-and-commit@1");
    all.add("after-completed-before-rename@1");
    all.add("after-rename@1");
    return all;
  }

  @Tag("full")
  @ParameterizedTest(name = "{0}")
  @MethodSource("allBoundaries")
  void theLeaderDiesAtEach(String boundary) throws Exception {
    outlives(boundary);
  }

  private static void outlives(String boundary) throws Exception {
    long id = ++checkpoint;
    int leader = cluster.leader();
    cluster.arm(leader, boundary.replace("@", ":halt@"));

    long requested =
        cluster
            .post("jobs/" + job + "/checkpoints", "{\"requestId\":\"checkpoint-" + id + "\"}")
            .path("checkpointId")
            .asLong();
    assertEquals(id, requested, "one id for one request, whoever answers it");
    Await.until(
        CoordinatorProcesses.BOUND,
        () -> agents.stream().anyMatch(agent -> agent.isTriggered(job, id)),
        () -> "a trigger of " + id);
    SteppedAgent first = host(0);
    first.status(job, 0, TaskPhase.TASK_PHASE_STARTED, id);
    awaitTask(id, 0, "STARTED");
    first.status(job, 0, TaskPhase.TASK_PHASE_LOCAL, id);
    awaitTask(id, 0, "LOCAL");
    for (int task = 0; task < TASKS; task++) {
      host(task).ack(job, task, id);
      int acks = task + 1;
      Await.until(
          CoordinatorProcesses.BOUND,
          () -> view(id).path("acks").asInt() == acks,
          () -> acks + " acks of " + id);
    }

    assertEquals(ExitCode.FAILPOINT, cluster.awaitEnd(leader), "the boundary was reached");
    Await.until(
        CoordinatorProcesses.BOUND,
        () -> Files.exists(metadata(id)) && view(id).path("state").asText().equals("COMPLETED"),
        () -> id + " COMPLETED and published");
    Object published = fileKey(id);
    cluster.restart(leader);
    cluster.awaitServing();

    assertPublishedOnce(id, published);
    assertAcksOnce(id);
    assertOneDecision(id);
  }

  private static SteppedAgent host(int task) {
    return agents.stream().filter(agent -> agent.tasks(job).contains(task)).findFirst().get();
  }

  private static com.fasterxml.jackson.databind.JsonNode view(long id) throws Exception {
    return cluster.get("jobs/" + job + "/checkpoints/" + id);
  }

  private static void awaitTask(long id, int task, String phase) {
    String[] seen = {""};
    Await.until(
        CoordinatorProcesses.BOUND,
        () -> {
          seen[0] = view(id).toString();
          return view(id).path("tasks").path(task).path("phase").asText().equals(phase);
        },
        () -> "task " + task + " " + phase + ": " + seen[0]);
  }

  private static Path metadata(long id) {
    return root.resolve("store/jobs/" + job + "/checkpoints/" + id + "/_metadata");
  }

  private static Object fileKey(long id) throws IOException {
    BasicFileAttributes file = Files.readAttributes(metadata(id), BasicFileAttributes.class);
    return file.fileKey() + " " + file.lastModifiedTime();
  }

  private static void assertPublishedOnce(long id, Object published) throws IOException {
    StoredMetadata stored = MetadataCodec.decode(Files.readAllBytes(metadata(id)));
    assertEquals(id, stored.checkpoint().value());
    assertEquals(TASKS, stored.handles().size());
    assertEquals(published, fileKey(id), "the file that was published first");
    assertFalse(Files.exists(metadata(id).resolveSibling("_metadata.pending")));
  }

  private static void assertAcksOnce(long id) {
    for (SteppedAgent agent : agents) {
      assertEquals(List.of(), agent.repeated, "confirmed acks sent again");
      assertEquals(List.of(), agent.troubles);
      assertEquals(1, agent.hosted.size(), "one attempt was deployed");
    }
    long sent =
        IntStream.range(0, TASKS)
            .filter(task -> host(task).sent.contains(new SteppedAgent.Part(job, id, task)))
            .count();
    assertEquals(TASKS, sent);
  }

  private static void assertOneDecision(long id) throws Exception {
    Set<String> endings = Set.of("COMPLETED", "ABORTED");
    for (int member = 0; member < cluster.size(); member++) {
      int asked = member;
      Await.until(
          CoordinatorProcesses.BOUND,
          () -> !decisions(asked, id, endings).isEmpty(),
          () -> "c" + (asked + 1) + " writes the decision on " + id + " into its history");
      assertEquals(List.of("COMPLETED"), decisions(member, id, endings));
    }
    assertTrue(cluster.get("jobs/" + job).path("attempt").asLong() == 1, "no task was restarted");
  }

  private static List<String> decisions(int member, long id, Set<String> endings)
      throws IOException {
    return cluster.history(member).stream()
        .filter(event -> event.kind().equals("checkpoint") && event.number("checkpoint") == id)
        .map(event -> event.text("state"))
        .filter(endings::contains)
        .toList();
  }
}
