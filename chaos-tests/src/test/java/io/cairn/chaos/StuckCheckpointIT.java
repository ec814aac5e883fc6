package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.process.failpoint.Failpoint;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A runbook: a checkpoint never completes, as one task of an agent holds it up. Whoever is woken
 * reads which, aborts it, and the next completes.
 */
class StuckCheckpointIT {
  @TempDir Path directory;

  @Test
  void itsTaskIsNamedItIsAbortedAndTheNextCompletes() throws Exception {
    try (GatedCluster cluster = GatedCluster.start("stuck", "", directory)) {
      LedgerRun run = cluster.submit("stuck");
      run.checkpoint();
      long attempt = run.attempt();
      cluster.close("a2", Failpoint.BEFORE_ACK);
      long id = run.trigger();
      Await.until(
          FlightDelaysRun.BOUND,
          () -> run.allAcked(id, "a1"),
          () -> "a1 has acked " + run.shown(id));

      String alarm = "!! " + run.name() + " #" + id + ": late";
      Await.until(
          FlightDelaysRun.BOUND,
          () -> cairn(cluster, "status").contains(alarm),
          () -> alarm + ", in:\n" + cairn(cluster, "status"));
      String status = cairn(cluster, "status");
      assertTrue(status.contains(" on a2 uploads"), status);
      String shown = cairn(cluster, "checkpoint show " + run.name() + " " + id);
      assertTrue(shown.contains("a2") && shown.contains("LOCAL"), shown);

      cairn(cluster, "checkpoint abort " + run.name() + " " + id + " --reason stuck --yes");
      assertEquals("PERSON", run.checkpoint(id).path("cause").path("reason").asText());
      cluster.openAll();
      assertTrue(run.checkpoint() > id);
      assertEquals(attempt, run.attempt(), "no task restarts");
    }
  }

  private static String cairn(GatedCluster cluster, String command) {
    Typed typed = Typed.at(cluster.processes(), List.of(command.split(" ", -1)));
    assertEquals(0, typed.exit(), typed.toString());
    return typed.said();
  }
}
