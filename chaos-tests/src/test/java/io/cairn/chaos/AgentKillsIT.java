package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An agent, a real process, dies at each moment of a checkpoint. The checkpoint completes under its
 * id wherever it must, the job goes on from the newest that is complete, and what it has committed
 * in the end is exact, though records were replayed.
 */
class AgentKillsIT {
  private static final long TRIES = 3;

  @TempDir static Path gates;

  private static GatedCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = GatedCluster.start("agent-kills", "", Files.createDirectory(gates.resolve("gates")));
  }

  @AfterAll
  static void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** Of each kind of outcome one; the build runs these. */
  @ParameterizedTest
  @EnumSource(
      names = {"WHILE_ALIGNING", "AT_HALF_OF_THE_UPLOAD", "BETWEEN_COMMIT_AND_NOTIFICATION"})
  void anAgentDies(KillMoment moment) throws Exception {
    outlives(moment);
  }

  @Tag("full")
  @ParameterizedTest
  @EnumSource(names = {"BEFORE_THE_BARRIER", "IN_THE_LOCAL_STAGE", "AFTER_THE_ACK"})
  void anAgentDiesAtTheOtherMoments(KillMoment moment) throws Exception {
    outlives(moment);
  }

  private static void outlives(KillMoment moment) throws Exception {
    String name = moment.name().toLowerCase(Locale.ROOT).replace('_', '-');
    for (int tried = 1; ; tried++) {
      LedgerRun run = cluster.submit(name + "-" + tried);
      Kill kill = kill(run, moment);
      boolean tooSlow = moment.cut() == KillMoment.Cut.COMMITTED && !kill.completed;
      if (!tooSlow || tried == TRIES) {
        assertOutlived(run, moment, kill);
        return;
      }
      // The lease of the agent that stood still had ended before the last ack was there.
      run.awaitRunning();
      run.drain().assertExact();
    }
  }

  private static void assertOutlived(LedgerRun run, KillMoment moment, Kill kill) throws Exception {
    assertOutcome(run, moment, kill.checkpoint, kill.completed);
    run.awaitRunning();
    run.awaitRecords(KillMoment.AT_STAKE);
    assertEquals(
        Set.of(kill.completed ? kill.checkpoint : kill.before),
        run.restoredFrom(kill.attempt + 1),
        "what the next attempt was restored from");
    run.awaitCompleted(run.trigger());
    LedgerAudit audit = run.drain();
    audit.assertExact();
    assertTrue(audit.replayed() > 0, "something was at stake");
    System.out.printf(
        "%s: checkpoint %d %s; %d records committed, %d replayed%n",
        moment,
        kill.checkpoint,
        kill.completed ? "completed" : "was aborted",
        audit.lines().size(),
        audit.replayed());
  }

  /**
   * What a kill met.
   *
   * @param attempt that it ended
   * @param before the newest completed checkpoint before the one that it disturbed
   * @param completed whether that one completed
   */
  private record Kill(long attempt, long before, long checkpoint, boolean completed) {}

  private static Kill kill(LedgerRun run, KillMoment moment) throws Exception {
    run.awaitRecords(RecordLedger.KEYS);
    long before = run.checkpoint();
    // Most keys again, so that there is something to upload.
    run.awaitRecords(2 * RecordLedger.KEYS);
    long attempt = run.attempt();
    long checkpoint = moment.reach(cluster, run);
    cluster.processes().kill("a1");
    cluster.openAll();
    cluster.processes().restart("a1");
    boolean completed = run.awaitDecided(checkpoint);
    cluster.awaitWhole();
    Await.until(
        FlightDelaysRun.BOUND,
        () -> run.attempt() > attempt,
        () -> "another attempt after " + attempt);
    return new Kill(attempt, before, checkpoint, completed);
  }

  private static void assertOutcome(
      LedgerRun run, KillMoment moment, long checkpoint, boolean completed) throws Exception {
    switch (moment.cut()) {
      case LOST -> assertFalse(completed, run.shown(checkpoint));
      case LOCAL -> {} // It completes where the return of the agent is waited for.
      case COMMITTED -> assertTrue(completed, run.shown(checkpoint));
    }
    if (!completed) {
      JsonNode cause = run.checkpoint(checkpoint).path("cause");
      assertEquals("TASK_LOST", cause.path("reason").asText(), run.shown(checkpoint));
      assertTrue(cause.path("detail").asText().contains("a1"), run.shown(checkpoint));
    }
  }
}
