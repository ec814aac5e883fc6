package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cairn.cli.admin.AdminException;
import io.cairn.examples.flights.verdict.Verdict;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real processes: a job is cancelled, and submitted again by its name at another parallelism. */
@Tag("full")
class ContinueEndToEndIT {

  @Test
  void aJobGoesOnWhereTheLastOneOfItsNameWas() throws Exception {
    try (FlightDelaysRun run = FlightDelaysRun.start("continue")) {
      Await.until(
          FlightDelaysRun.BOUND,
          () -> run.job().path("lastCompleted").asLong() >= 2,
          () -> "two completed checkpoints");
      long first = run.jobId();
      AdminException running = assertThrows(AdminException.class, () -> run.continueAt(4));
      assertTrue(running.getMessage().contains("has not ended"), running.getMessage());
      run.cluster()
          .admin()
          .post(
              "jobs/" + first + "/stop",
              JsonNodeFactory.instance
                  .objectNode()
                  .put("requestId", UUID.randomUUID().toString())
                  .put("mode", "cancel"));
      long last = run.job().path("lastCompleted").asLong();

      run.continueAt(4);
      assertEquals(first, run.job().path("origin").path("jobId").asLong());
      assertEquals(last, run.job().path("origin").path("checkpointId").asLong());
      run.awaitFinished();
      Verdict verdict = run.verdict();
      assertTrue(verdict.exact(), verdict.summary() + " " + verdict.first());
      assertTrue(verdict.updates() > 0, "there is output at all");
      assertEquals(0, run.job().path("restarts").asLong());

      AdminException ended = assertThrows(AdminException.class, () -> run.continueAt(2));
      assertTrue(ended.getMessage().contains("end of its input"), ended.getMessage());
    }
  }
}
