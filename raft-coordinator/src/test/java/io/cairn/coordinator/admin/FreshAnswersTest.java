package io.cairn.coordinator.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.coordinator.checkpoint.Attempt;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.TaskPhase;
import io.cairn.coordinator.leader.LiveProgress;
import io.cairn.coordinator.replication.ClusterMember;
import io.cairn.coordinator.replication.CurrentMembership;
import io.cairn.coordinator.replication.InMemoryReplicatedState;
import io.cairn.coordinator.replication.Membership;
import io.cairn.process.HostPort;
import io.cairn.process.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that are kept are those that would be made now. */
final class FreshAnswersTest {
  private static final int SOURCES = 3;
  private static final int ROUNDS = 40;
  private static final int ASKERS = 2;
  private static final List<String> PATHS =
      List.of(
          "cluster",
          "agents",
          "jobs",
          "jobs/1",
          "jobs/flights",
          "jobs/1/checkpoints",
          "jobs/1/checkpoints?limit=1",
          "jobs/1/checkpoints/1",
          "jobs/1/checkpoints/2",
          "jobs/1/checkpoints/3");

  private AdminFixture admin;
  private Reads kept;

  @BeforeEach
  void start() throws Exception {
    admin = new AdminFixture();
    kept = reads();
  }

  @AfterEach
  void stop() {
    admin.close();
  }

  private Reads reads() {
    HostPort any = new HostPort("127.0.0.1", 1);
    Membership membership = new Membership("c1", List.of(new ClusterMember("c1", any, any, any)));
    InMemoryReplicatedState replica = admin.replica;
    return new Reads(
        replica, new CurrentMembership(membership, replica::state), admin.progress, Runnable::run);
  }

  private static String ask(Reads reads, String path) {
    int query = path.indexOf("?limit=");
    List<String> segments = List.of((query < 0 ? path : path.substring(0, query)).split("/", -1));
    Map<String, String> parameters =
        query < 0 ? Map.of() : Map.of("limit", path.substring(query + "?limit=".length()));
    Caller caller = new Caller("127.0.0.1:1", "ada", "", "", Principal.ANYBODY);
    Call call = new Call("GET", "/api/v1/" + path, segments, parameters, "", caller);
    CompletableFuture<Reply> answer =
        switch (segments.size()) {
          case 4 -> reads.checkpoint(call);
          case 3 -> reads.checkpoints(call);
          case 2 -> reads.job(call);
          default -> top(reads, path).apply(call);
        };
    return answer.handle((reply, failure) -> failure == null ? reply.body() : told(failure)).join();
  }

  private static String told(Throwable failure) {
    return Failures.problemOf(failure).toString();
  }

  private static Function<Call, CompletableFuture<Reply>> top(Reads reads, String path) {
    return switch (path) {
      case "cluster" -> reads::cluster;
      case "agents" -> reads::agents;
      default -> reads::jobs;
    };
  }

  /** What is kept, asked twice, against what those answer who keep nothing yet. */
  private void judge(String after) {
    for (String path : PATHS) {
      String now = ask(reads(), path);
      assertEquals(now, ask(kept, path), path + " after " + after);
      assertEquals(now, ask(kept, path), path + " again after " + after);
    }
  }

  private void post(String path, String body) throws Exception {
    AdminFixture.Answer answer = admin.post(path, body);
    assertEquals(200, answer.status(), path + ": " + answer);
    judge(path);
  }

  @Test
  void anAnswerIsNeverOlderThanTheState() throws Exception {
    judge("nothing");
    long job = admin.run(SOURCES);
    judge("a job runs");
    post("jobs/1/checkpoints", "{\"requestId\":\"k1\"}");
    admin.status(job, 0, TaskPhase.STARTED, 1);
    judge("the first task has begun");
    heard(job, 1, 5);
    judge("the agents have told how far they are");
    heard(job, 1, 6);
    judge("they have told more");
    admin.complete(job, 1, SOURCES + 1);
    judge("it is complete");
    admin.replica.advance(Duration.ofSeconds(1));
    post("jobs/1/checkpoints", "{\"requestId\":\"k2\"}");
    admin.replica.advance(Duration.ofSeconds(2));
    admin.status(job, 1, TaskPhase.LOCAL, 2);
    judge("time has passed");
    post("jobs/1/checkpoints/2/abort", "{\"requestId\":\"a1\",\"who\":\"ada\"}");
    heard(job, 2, 7);
    judge("somebody still uploads for what was aborted");
    admin.progress.clear();
    judge("nothing lives any more");
    post("jobs/1/savepoints", "{\"requestId\":\"s1\",\"who\":\"ada\",\"name\":\"kept\"}");
    admin.complete(job, 3, SOURCES + 1);
    judge("the savepoint is complete");
    post("jobs/1/checkpointing/pause", "{\"requestId\":\"p1\",\"who\":\"ada\"}");
    post("agents/a1/drain", "{\"requestId\":\"d1\",\"who\":\"ada\"}");
    post("agents/a1/undrain", "{\"requestId\":\"d2\",\"who\":\"ada\"}");
    restart(job);
  }

  private void restart(long job) throws Exception {
    admin.replica.applyAsOther(
        List.of(
            new Event.TaskStatusUpdate(
                new JobId(job), new Attempt(1), 0, TaskPhase.FAILED, CheckpointId.NONE, "lost")));
    judge("a task has failed");
    String second =
        """
        {"requestId":"submit2","name":"second","jarSha256":"%s","entryClass":"x.Job",
         "graph":{"keyGroups":8,"operators":[{"id":"in","kind":"SOURCE","parallelism":1},
          {"id":"out","kind":"SINK","parallelism":1}],
          "edges":[{"from":"in","to":"out","partitioning":"HASH"}]}}
        """;
    post("jobs", second.formatted(AdminFixture.SHA));
    post("jobs/second/stop", "{\"requestId\":\"c1\",\"mode\":\"CANCEL\"}");
  }

  private void heard(long job, long checkpoint, long octets) {
    admin.progress.put(
        new JobId(job), new CheckpointId(checkpoint), 2, new LiveProgress.Upload(octets, 10));
  }

  /** The one writes, and says so when its write is confirmed; the others ask all the time. */
  @Test
  void whoAsksAfterAWriteWasConfirmedSeesIt() throws Exception {
    long job = admin.run(SOURCES);
    AtomicLong confirmed = new AtomicLong();
    CountDownLatch asked = new CountDownLatch(ASKERS);
    List<CompletableFuture<Long>> askers = new ArrayList<>();
    for (int i = 0; i < ASKERS; i++) {
      askers.add(
          CompletableFuture.supplyAsync(() -> look(confirmed, asked), FreshAnswersTest::daemon));
    }
    assertTrue(asked.await(1, TimeUnit.MINUTES), "both ask");
    for (int round = 1; round <= ROUNDS; round++) {
      admin.post("jobs/1/checkpoints", "{\"requestId\":\"k%d\"}".formatted(round));
      admin.complete(job, round, SOURCES + 1);
      confirmed.set(round);
    }
    for (CompletableFuture<Long> asker : askers) {
      assertEquals(ROUNDS, asker.get(1, TimeUnit.MINUTES));
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "asker");
    thread.setDaemon(true);
    thread.start();
  }

  /** Until all are seen; what is shown is never less than what was confirmed before. */
  private long look(AtomicLong confirmed, CountDownLatch asked) {
    while (true) {
      long before = confirmed.get();
      for (String path : List.of("jobs", "jobs/1", "jobs/1/checkpoints")) {
        long shown = completed(ask(kept, path));
        assertTrue(shown >= before, path + " shows " + shown + ", confirmed were " + before);
      }
      asked.countDown();
      if (before == ROUNDS) {
        return before;
      }
    }
  }

  private static long completed(String answer) {
    String name = "\"completed\":";
    int at = answer.indexOf(name) + name.length();
    int end = at;
    while (Character.isDigit(answer.charAt(end))) {
      end++;
    }
    return Long.parseLong(answer.substring(at, end));
  }
}
