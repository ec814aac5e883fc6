package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.examples.flights.verdict.Verdict;
import io.cairn.process.ExitCode;
import io.cairn.process.HostPort;
import io.cairn.process.failpoint.FailpointPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes; the coordinators change, by the commands of operations.md, under a checkpoint.
 */
class MembershipEndToEndIT {

  private static final int TASKS = 8;

  /** Checkpoints before it, so that state and incremental uploads are there. */
  private static final int HELD_UPLOAD = 3;

  @TempDir Path directory;
  private Path release;

  @BeforeEach
  void holdUploads() {
    release = directory.resolve("release");
    System.setProperty(FailpointPlan.PROPERTY, "before-upload:hold=" + release + "@" + HELD_UPLOAD);
  }

  @AfterEach
  void disarm() {
    System.clearProperty(FailpointPlan.PROPERTY);
  }

  @Test
  void theCheckpointInFlightOutlivesEveryChangeOfTheCoordinators() throws Exception {
    try (FlightDelaysRun run = FlightDelaysRun.start("membership")) {
      long checkpoint = awaitHeldCheckpoint(run);
      final long changedAt = System.currentTimeMillis();

      String first = run.leader();
      cairn(run, "leader", "transfer", "--yes");
      Await.until(FlightDelaysRun.BOUND, () -> !run.leader().equals(first), () -> "another leads");
      String second = run.leader();
      add(run, "c4");
      cairn(run, "member", "remove", first, "--yes");
      Await.until(
          FlightDelaysRun.BOUND, () -> run.cluster().dead().contains(first), () -> first + " ends");
      String words = String.join("\n", run.cluster().lastWords(first));
      assertTrue(words.contains("REMOVED " + first + " was removed from the cluster"), words);
      assertTrue(words.contains("ending with code " + ExitCode.REMOVED), words);

      String third =
          run.cluster().coordinators().stream()
              .filter(id -> !id.equals(first) && !id.equals(second))
              .findFirst()
              .orElseThrow();
      run.cluster().kill(third);
      replace(run, third, "c5");

      JsonNode held = newest(run);
      assertEquals(checkpoint, held.path("id").asLong(), held.toString());
      assertEquals("EXECUTING", held.path("state").asText(), "all of it fell into this checkpoint");
      Files.createFile(release);
      Await.until(
          FlightDelaysRun.BOUND,
          () -> state(run, checkpoint).equals("COMPLETED"),
          () -> "checkpoint " + checkpoint + " COMPLETED");

      assertSameTasks(run, checkpoint, changedAt);
      assertNewMembers(run, second);
      run.awaitFinished();
      Verdict verdict = run.verdict();
      assertTrue(verdict.exact(), verdict.summary() + " " + verdict.first());
      assertEquals(0, run.job().path("counts").path("aborted").asLong(), "nothing was aborted");
    }
  }

  private static void assertSameTasks(FlightDelaysRun run, long checkpoint, long changedAt)
      throws Exception {
    assertEquals(1, run.job().path("attempt").asLong(), "no task was restarted");
    assertEquals(
        0,
        run.events(
                run.cluster().agents(),
                e ->
                    e.kind().equals("task")
                        && e.at() > changedAt
                        && e.text("state").equals("started"))
            .size(),
        "task starts after the first change");
    assertEquals(
        TASKS,
        run.events(
                run.cluster().agents(),
                e -> e.kind().equals("snapshot") && e.number("checkpoint") == checkpoint)
            .size(),
        "snapshots of the checkpoint: one for each task");
  }

  private static void assertNewMembers(FlightDelaysRun run, String kept) throws Exception {
    Await.until(
        FlightDelaysRun.BOUND,
        () -> run.cluster().admin().get("health").path("status").asText().equals("ok"),
        () -> "all replicas have the same state");
    JsonNode members = run.cluster().admin().get("members").path("members");
    TreeSet<String> ids = new TreeSet<>();
    members.forEach(member -> ids.add(member.path("id").asText()));
    assertEquals(new TreeSet<>(List.of(kept, "c4", "c5")), ids);
    assertTrue(cairn(run, "health").startsWith("ok  leader "), "the command says so too");
    for (JsonNode member : members) {
      String session = member.path("session").asText();
      for (String agent : run.cluster().agents()) {
        Path known = run.cluster().directory().resolve(agent).resolve("identity");
        Await.until(
            FlightDelaysRun.BOUND,
            () -> Files.readString(known).contains(session),
            () -> agent + " has written down " + session);
      }
    }
  }

  private static void add(FlightDelaysRun run, String id) throws Exception {
    List<String> words = new ArrayList<>(List.of("member", "add", id));
    words.addAll(started(run, id));
    cairn(run, words.toArray(new String[0]));
  }

  private static void replace(FlightDelaysRun run, String dead, String id) throws Exception {
    List<String> words = new ArrayList<>(List.of("member", "replace", dead, id, "--yes"));
    words.addAll(started(run, id));
    cairn(run, words.toArray(new String[0]));
  }

  /** Starts a coordinator; how the command names its addresses. */
  private static List<String> started(FlightDelaysRun run, String id) throws Exception {
    List<HostPort> addresses = run.cluster().startAddedCoordinator(id);
    Await.until(FlightDelaysRun.BOUND, () -> run.cluster().ready(id), () -> id + " serves");
    return List.of(
        "--raft", addresses.get(0).toString(),
        "--session", addresses.get(1).toString(),
        "--admin", addresses.get(2).toString());
  }

  /** As a person runs it; what it prints. */
  private static String cairn(FlightDelaysRun run, String... words) {
    Typed typed = Typed.at(run.cluster(), List.of(words));
    System.out.println("cairn " + typed.command() + "\n" + typed.said());
    assertEquals(ExitCode.OK, typed.exit(), typed.toString());
    return typed.said();
  }

  /** Waits for a checkpoint whose snapshots are local, and whose uploads a failpoint holds. */
  private static long awaitHeldCheckpoint(FlightDelaysRun run) {
    long[] found = {0};
    Await.until(
        FlightDelaysRun.BOUND,
        () -> {
          JsonNode newest = newest(run);
          found[0] = newest.path("id").asLong();
          return newest.path("state").asText().equals("EXECUTING")
              && newest.path("local").asInt() == TASKS
              && run.cluster().agents().stream().anyMatch(agent -> holds(run, agent));
        },
        () -> "a checkpoint that is held; the newest is " + found[0]);
    return found[0];
  }

  private static boolean holds(FlightDelaysRun run, String agent) {
    return run.cluster().lastWords(agent).stream().anyMatch(line -> line.endsWith(": HOLD"));
  }

  private static JsonNode newest(FlightDelaysRun run) throws InterruptedException {
    return checkpoints(run).path(0);
  }

  private static String state(FlightDelaysRun run, long checkpoint) throws InterruptedException {
    for (JsonNode candidate : checkpoints(run)) {
      if (candidate.path("id").asLong() == checkpoint) {
        return candidate.path("state").asText();
      }
    }
    return "";
  }

  private static JsonNode checkpoints(FlightDelaysRun run) throws InterruptedException {
    long job = run.job().path("id").asLong();
    return run.cluster().admin().get("jobs/" + job + "/checkpoints?limit=20").path("checkpoints");
  }
}
