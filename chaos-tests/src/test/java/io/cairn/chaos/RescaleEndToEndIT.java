package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cairn.examples.flights.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Real processes: a job gets other parallelisms while it runs, once while the leader dies. */
class RescaleEndToEndIT {
  private static final int OPERATORS = 4;
  private static final long REPEAT = 2;

  @Test
  void fromTwoToFourToOneWhileTheLeaderDiesTheOutputIsExact() throws Exception {
    try (FlightDelaysRun run = FlightDelaysRun.start("rescale", REPEAT)) {
      Await.until(
          FlightDelaysRun.BOUND,
          () -> run.job().path("lastCompleted").asLong() > 0,
          () -> "a completed checkpoint");
      long cut = rescaleWhileTheLeaderDies(run);
      JsonNode checkpoint =
          run.cluster().admin().get("jobs/" + run.jobId() + "/checkpoints/" + cut);
      assertEquals("RESCALE", checkpoint.path("kind").asText());
      assertEquals("COMPLETED", checkpoint.path("state").asText());
      assertEquals(2 * OPERATORS, checkpoint.path("taskCount").asInt());
      assertEquals(2, run.job().path("attempt").asLong(), "the cut led to one attempt");

      rescale(run, 1);
      awaitParallelism(run, 1);
      assertEquals(3, run.job().path("attempt").asLong());
      assertEquals("RUNNING", run.job().path("state").asText(), "the input is not at its end");
      run.awaitFinished();
      assertEquals(3, run.job().path("attempt").asLong(), "nothing failed on the way");
      assertEquals(0, run.job().path("restarts").asLong());
      Verdict verdict = run.verdict();
      assertTrue(verdict.exact(), verdict.summary() + " " + verdict.first());
      assertTrue(verdict.updates() > 0, "there is output at all");
    }
  }

  /** The leader dies when some of the cut's acks are there and others are not. */
  private static long rescaleWhileTheLeaderDies(FlightDelaysRun run) throws Exception {
    String leader = run.leader();
    rescale(run, 2 * 2);
    long[] cut = {0};
    int[] acks = {0};
    Await.until(
        FlightDelaysRun.BOUND,
        () -> {
          JsonNode newest =
              run.cluster().admin().get("jobs/" + run.jobId() + "/checkpoints").path("checkpoints");
          JsonNode first = newest.path(0);
          cut[0] = first.path("id").asLong();
          acks[0] = first.path("acks").asInt();
          return first.path("kind").asText().equals("RESCALE") && acks[0] >= 1;
        },
        () -> "an ack of the cut");
    run.cluster().kill(leader);
    assertTrue(acks[0] < 2 * OPERATORS, "the kill must fall between two acks");
    awaitParallelism(run, 2 * 2);
    assertTrue(!run.leader().equals(leader), "another replica leads");
    run.cluster().restart(leader);
    return cut[0];
  }

  private static void rescale(FlightDelaysRun run, int parallelism) throws Exception {
    run.cluster()
        .admin()
        .post(
            "jobs/" + run.jobId() + "/rescale",
            JsonNodeFactory.instance
                .objectNode()
                .put("requestId", UUID.randomUUID().toString())
                .put("who", "ada")
                .put("parallelism", parallelism));
  }

  private static void awaitParallelism(FlightDelaysRun run, int parallelism) {
    Await.until(
        FlightDelaysRun.BOUND,
        () -> {
          JsonNode job = run.job();
          List<Integer> now = new ArrayList<>();
          job.path("operators").forEach(o -> now.add(o.path("parallelism").asInt()));
          return !job.has("rescale")
              && now.stream().allMatch(n -> n == parallelism)
              && job.path("runningTasks").asInt() == OPERATORS * parallelism;
        },
        () -> "the job at parallelism " + parallelism);
  }
}
