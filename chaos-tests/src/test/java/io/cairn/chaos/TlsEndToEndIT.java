package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.cli.admin.JobSubmission;
import io.cairn.cli.cluster.ClusterPlan;
import io.cairn.examples.flights.verdict.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A whole cluster under TLS that asks for tokens and secrets: every port, and its clients. */
class TlsEndToEndIT {
  private static final long WARM_CHECKPOINTS = 2;
  private static final JobSubmission.Policy POLICY =
      new JobSubmission.Policy(1_000, 120_000, 3, 200);

  @Test
  void theResultIsExactWhenTheLeaderIsKilledAndNobodyWasRefused() throws Exception {
    ClusterPlan plan =
        ClusterPlan.small("tls", ClusterPlan.Store.FILE, false).withTls().withAccess();
    try (FlightDelaysRun run = FlightDelaysRun.start(plan, 1, POLICY)) {
      Await.until(
          FlightDelaysRun.BOUND,
          () -> run.job().path("lastCompleted").asLong() >= WARM_CHECKPOINTS,
          () -> WARM_CHECKPOINTS + " checkpoints");
      String leader = run.leader();
      run.cluster().kill(leader);
      assertNotEquals(leader, run.leader(), "another replica leads");
      run.cluster().restart(leader);
      run.awaitFinished();
      Verdict verdict = run.verdict();
      assertTrue(verdict.exact(), verdict.summary() + " " + verdict.first());
      assertTrue(verdict.updates() > 0, "there is output at all");
      assertEquals(1, run.job().path("attempt").asLong(), "no task was restarted");
      for (String process : List.of("c1", "c2", "c3", "a1", "a2")) {
        Path log = run.cluster().directory().resolve("logs").resolve(process + ".log");
        List<String> refusals =
            Files.readAllLines(log).stream().filter(line -> line.contains("TLS")).toList();
        assertEquals(List.of(), refusals, process);
      }
    }
  }
}
