package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.cli.admin.JobSubmission;
import io.cairn.cli.cluster.ClusterPlan;
import io.cairn.cli.hdfs.HdfsServers;
import io.cairn.examples.flights.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A runbook: the NameNode is gone for ten minutes, by the clock. */
@Tag("full")
@Timeout(value = 25, unit = TimeUnit.MINUTES)
class NameNodeGoneIT {
  private static final Duration GONE = Duration.ofMinutes(10);

  /** Of the input, which lasts for longer than that: 8 s each. */
  private static final long ROUNDS = 90;

  private static final JobSubmission.Policy POLICY =
      new JobSubmission.Policy(2_000, 30_000, 3, 200);

  @TempDir Path dir;

  @Test
  void theJobGoesOnAndItsCheckpointsCompleteWhenItIsBack() throws Exception {
    try (HdfsServers hdfs = HdfsServers.start(dir.resolve("hdfs"), Map.of());
        FlightDelaysRun run =
            FlightDelaysRun.start(
                ClusterPlan.small("gone", ClusterPlan.Store.FILE, false)
                    .withStoreAt(hdfs.uri() + "/cairn"),
                ROUNDS,
                POLICY)) {
      awaitCompleted(run, 2);
      long attempt = run.job().path("attempt").asLong();
      hdfs.kill(HdfsServers.Role.NAMENODE);
      long killed = System.nanoTime();
      Await.until(
          GONE.plusMinutes(2),
          () -> {
            JsonNode job = run.job();
            assertEquals("RUNNING", job.path("state").asText(), job::toString);
            assertEquals(attempt, job.path("attempt").asLong(), "no task restarts");
            return System.nanoTime() - killed > GONE.toNanos();
          },
          () -> GONE + " without a NameNode");
      long aborted = run.job().path("counts").path("aborted").asLong();
      assertTrue(aborted >= GONE.toSeconds() / 60, "their timeouts fired: " + aborted);
      Typed status = Typed.at(run.cluster(), List.of("status"));
      System.out.println(status.said());
      assertTrue(
          status.out().matches("(?s).*\n!! flight-delays #\\d+: \\d+ aborted in a row.*"),
          "whoever is on call is told: " + status);

      long completed = run.job().path("counts").path("completed").asLong();
      hdfs.start(HdfsServers.Role.NAMENODE);
      awaitCompleted(run, completed + 2);
      Await.until(
          Duration.ofMinutes(8),
          () -> run.job().path("state").asText().equals("FINISHED"),
          () -> "the job FINISHED; dead processes: " + run.cluster().dead());
      assertEquals(attempt, run.job().path("attempt").asLong(), "no task restarts");
      Verdict verdict = run.verdict();
      assertTrue(verdict.exact(), verdict.summary() + " " + verdict.first());
      assertTrue(verdict.updates() > 0, "there is output at all");
    }
  }

  private static void awaitCompleted(FlightDelaysRun run, long number) {
    Await.until(
        FlightDelaysRun.BOUND,
        () -> run.job().path("counts").path("completed").asLong() >= number,
        () -> number + " completed checkpoints");
  }
}
