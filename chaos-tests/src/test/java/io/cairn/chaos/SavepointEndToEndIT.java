package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.cli.admin.AdminException;
import io.cairn.examples.flights.verdict.Verdict;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Real processes: a job is saved while the leader dies, stopped, and gone on with. */
class SavepointEndToEndIT {
  private static final int TASKS = 8;

  /** Long enough, at its rate, that the input is not at its end when the job is stopped. */
  private static final long REPEAT = 4;

  /** The slow agent has half of it, and is seconds behind the other with its acks. */
  private static final long ENOUGH_STATE_BYTES = 300_000;

  @Test
  void aJobGoesOnExactlyFromTheSavepointItStoppedWith() throws Exception {
    try (FlightDelaysRun run = FlightDelaysRun.start("savepoint", REPEAT)) {
      Await.until(
          FlightDelaysRun.BOUND,
          () -> stateBytes(run) > ENOUGH_STATE_BYTES,
          () -> "a completed checkpoint of " + ENOUGH_STATE_BYTES + " bytes");
      saveWhileTheLeaderDies(run);
      stopWithSavepoint(run);
      String first = "jobs/" + run.jobId();
      Path files = savepoints(run);

      run.submitFrom("job-" + run.jobId() + "/last");
      AdminException inUse =
          assertThrows(AdminException.class, () -> delete(run, first, "last"), "it is in use");
      assertTrue(
          inUse.getMessage().contains("restores from"), "a reason is given: " + inUse.getMessage());
      run.awaitFinished();
      assertExact(run.verdict());

      assertTrue(count(files) > 0, "savepoints have files");
      delete(run, first, "before");
      delete(run, first, "last");
      Await.until(
          FlightDelaysRun.BOUND, () -> count(files) == 0, () -> "no file left below " + files);
      assertEquals(List.of(), names(run, first));
    }
  }

  private static long stateBytes(FlightDelaysRun run) throws Exception {
    String path = "jobs/" + run.jobId() + "/checkpoints/";
    long last = run.job().path("lastCompleted").asLong();
    return last == 0 ? 0 : run.cluster().admin().get(path + last).path("stateBytes").asLong();
  }

  private static void saveWhileTheLeaderDies(FlightDelaysRun run) throws Exception {
    String job = "jobs/" + run.jobId();
    String leader = run.leader();
    JsonNode answer =
        run.cluster().admin().post(job + "/savepoints", request().put("name", "before"));
    long id = answer.path("checkpointId").asLong();
    int[] acks = {0};
    Await.until(
        FlightDelaysRun.BOUND,
        () -> {
          acks[0] = run.cluster().admin().get(job + "/checkpoints/" + id).path("acks").asInt();
          return acks[0] >= 1;
        },
        () -> "an ack of savepoint " + id);
    run.cluster().kill(leader);
    assertTrue(acks[0] < TASKS, "the kill must fall between two acks");
    Await.until(
        FlightDelaysRun.BOUND,
        () -> savepoint(run, job, "before").path("state").asText().equals("COMPLETED"),
        () -> "savepoint " + id + " COMPLETED without " + leader);
    JsonNode saved = savepoint(run, job, "before");
    assertEquals(id, saved.path("checkpointId").asLong());
    assertEquals("SAVEPOINT", saved.path("kind").asText());
    run.cluster().restart(leader);
    assertEquals(1, run.job().path("attempt").asLong(), "no task was restarted");
    assertTrue(
        run.job().path("lastCompleted").asLong() != id, "it is not what the job restores from");
  }

  private static void stopWithSavepoint(FlightDelaysRun run) throws Exception {
    String job = "jobs/" + run.jobId();
    run.cluster()
        .admin()
        .post(job + "/stop", request().put("mode", "savepoint").put("savepoint", "last"));
    run.awaitFinished();
    JsonNode last = savepoint(run, job, "last");
    assertEquals("COMPLETED", last.path("state").asText());
    assertEquals("FINAL_SAVEPOINT", last.path("kind").asText());
    assertEquals(List.of("last", "before"), names(run, job), "ended jobs keep their savepoints");
    assertTrue(!run.verdict().exact(), "the input was not at its end");
  }

  private static void delete(FlightDelaysRun run, String job, String name) throws Exception {
    run.cluster().admin().post(job + "/savepoints/" + name + "/delete", request());
  }

  private static List<String> names(FlightDelaysRun run, String job) throws Exception {
    return run.cluster().admin().get(job + "/savepoints").findValuesAsText("name");
  }

  private static JsonNode savepoint(FlightDelaysRun run, String job, String name) throws Exception {
    for (JsonNode savepoint : run.cluster().admin().get(job + "/savepoints").path("savepoints")) {
      if (savepoint.path("name").asText().equals(name)) {
        return savepoint;
      }
    }
    return JsonNodeFactory.instance.objectNode();
  }

  private static Path savepoints(FlightDelaysRun run) {
    return Path.of(URI.create(run.cluster().store()))
        .resolve("jobs/" + run.jobId() + "/savepoints");
  }

  private static long count(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return 0;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  private static ObjectNode request() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("requestId", UUID.randomUUID().toString())
        .put("who", "ada");
  }

  private static void assertExact(Verdict verdict) {
    assertTrue(verdict.exact(), verdict.summary() + " " + verdict.first());
    assertTrue(verdict.updates() > 0, "there is output at all");
  }
}
