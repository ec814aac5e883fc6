package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every command of whoever is woken at night, at a real cluster: during a checkpoint, while the
 * leader dies, with one coordinator down, and with no majority left.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class OnCallIT {
  private static final long ENDLESS = 100_000;

  /** Twice what is promised: other work may hold this machine. */
  private static final Duration NO_HANG = Duration.ofSeconds(10);

  private static final int PEOPLE = 6;

  private static final List<String> READS =
      List.of(
          "status",
          "health",
          "member list",
          "leader show",
          "agent list",
          "job list",
          "job show JOB",
          "checkpoint list JOB",
          "checkpoint show JOB 1",
          "savepoint list JOB",
          "gc plan");
  private static final List<String> WRITES =
      List.of(
          "checkpoint trigger JOB",
          "checkpoint pause JOB",
          "checkpoint resume JOB",
          "checkpoint abort JOB 1 --yes",
          "savepoint create JOB night",
          "savepoint delete JOB night --yes",
          "job set JOB retained=4",
          "job rescale JOB --parallelism 1",
          "job restart JOB --yes",
          "job stop JOB --yes",
          "job cancel JOB --yes",
          "leader transfer --yes",
          "member remove c3 --yes",
          "agent drain a1",
          "gc run --yes");

  private final ObjectMapper json = new ObjectMapper();
  private final AtomicLong longest = new AtomicLong(); // milliseconds

  private Typed run(FlightDelaysRun cluster, String command) {
    List<String> words = List.of(command.replace("JOB", "" + cluster.jobId()).split(" ", -1));
    long begun = System.nanoTime();
    Typed typed = Typed.at(cluster.cluster(), words);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    longest.accumulateAndGet(took.toMillis(), Math::max);
    assertTrue(took.compareTo(NO_HANG) < 0, command + " took " + took);
    return typed;
  }

  private void assertAnswers(FlightDelaysRun cluster) throws Exception {
    for (String command : READS) {
      Typed table = run(cluster, command);
      assertEquals(0, table.exit(), table.toString());
      assertFalse(table.out().isBlank(), table.toString());
      Typed parsed = run(cluster, command + " -o json");
      assertTrue(json.readTree(parsed.out()).isObject(), parsed.toString());
    }
  }

  /** Of a job whose checkpoints are paused and over: all that a failover must not change. */
  private static String history(FlightDelaysRun cluster) throws InterruptedException {
    JsonNode list =
        cluster.cluster().admin().get("jobs/" + cluster.jobId() + "/checkpoints?limit=1000");
    JsonNode job = cluster.job();
    return list.toPrettyString() + job.path("counts") + job.path("lastCompleted");
  }

  @Test
  void everyCommandAnswersWhateverHasHappened() throws Exception {
    try (FlightDelaysRun cluster = FlightDelaysRun.start("cairn-on-call", ENDLESS)) {
      Await.until(
          FlightDelaysRun.BOUND,
          () ->
              cluster.job().path("lastCompleted").asLong() >= 2
                  && !cluster.job().path("running").isEmpty(),
          () -> "a checkpoint in progress, after two that completed");
      assertAnswers(cluster);

      assertEquals(0, run(cluster, "checkpoint pause JOB").exit());
      Await.until(
          FlightDelaysRun.BOUND,
          () -> cluster.job().path("running").isEmpty(),
          () -> "no checkpoint in progress");
      String before = history(cluster);
      String dead = cluster.leader();
      cluster.cluster().kill(dead);
      for (String command : READS) {
        Typed during = run(cluster, command);
        assertTrue(during.exit() <= 1, during.toString());
        assertNotEquals("", during.said(), during.toString());
      }
      Await.until(
          FlightDelaysRun.BOUND,
          () -> !cluster.leader().equals(dead),
          () -> "another leader than " + dead);
      assertEquals(before, history(cluster), "a failover changes no digit");
      assertOneIsDown(cluster, dead);

      List<String> left = new ArrayList<>(cluster.cluster().coordinators());
      left.remove(dead);
      cluster.cluster().kill(left.get(0));
      assertNoMajority(cluster);
    }
    System.err.println("the command that took longest: " + longest + " ms");
  }

  private void assertOneIsDown(FlightDelaysRun cluster, String dead) throws Exception {
    Typed status = run(cluster, "status");
    assertTrue(status.out().contains("!! " + dead + ": UNREACHABLE"), status.toString());
    Typed health = run(cluster, "health");
    assertEquals(1, health.exit(), health.toString());
    for (String command : READS) {
      Typed said = run(cluster, command);
      assertFalse(said.out().isBlank(), said.toString());
    }
    Typed resumed = run(cluster, "checkpoint resume JOB");
    assertEquals(0, resumed.exit(), resumed.toString());
    Typed taken = run(cluster, "savepoint create JOB evening");
    assertEquals(0, taken.exit(), taken.toString());
  }

  /** Many people at once: each command waits for an election, which nobody can win. */
  private void assertNoMajority(FlightDelaysRun cluster) throws Exception {
    ExecutorService people = Executors.newFixedThreadPool(PEOPLE);
    try {
      List<Future<Typed>> answers = new ArrayList<>();
      for (String command : Stream.concat(READS.stream(), WRITES.stream()).toList()) {
        answers.add(people.submit(() -> run(cluster, command)));
      }
      for (Future<Typed> answer : answers) {
        Typed said = answer.get();
        assertEquals(1, said.exit(), said.toString());
        assertTrue(said.said().contains("majority"), said.toString());
      }
    } finally {
      people.shutdownNow();
    }
  }
}
