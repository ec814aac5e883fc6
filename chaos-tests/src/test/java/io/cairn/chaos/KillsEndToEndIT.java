package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.examples.flights.verdict.Verdict;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Real processes, killed in the middle of a checkpoint. */
class KillsEndToEndIT {

  private static final int TASKS = 8;

  /** Checkpoints before the kill, so that state and incremental uploads are there. */
  private static final long WARM_CHECKPOINTS = 2;

  @Test
  void theCheckpointInFlightOutlivesItsLeader() throws Exception {
    try (FlightDelaysRun run = FlightDelaysRun.start("leader-kill")) {
      AckLedger acks = new AckLedger(run);
      String leader = run.leader();
      long checkpoint = awaitSomeAcks(run, acks, leader);
      long killedAt = System.currentTimeMillis();
      run.cluster().kill(leader);
      Set<AckLedger.Ack> confirmed = acks.confirmed(checkpoint, killedAt);
      assertTrue(
          confirmed.size() >= 1 && confirmed.size() < TASKS,
          "the kill must fall between two acks, there were " + confirmed.size());

      List<String> survivors =
          run.cluster().coordinators().stream().filter(id -> !id.equals(leader)).toList();
      Await.until(
          FlightDelaysRun.BOUND,
          () -> reached(run, survivors, checkpoint, "COMPLETED"),
          () -> "checkpoint " + checkpoint + " COMPLETED without " + leader);
      assertTrue(!run.leader().equals(leader), "another replica leads");
      run.cluster().restart(leader);
      run.awaitFinished();

      assertEquals(
          Set.of(), acks.repeated(confirmed, checkpoint, killedAt), "confirmed acks made again");
      assertEquals(1, run.job().path("attempt").asLong(), "no task was restarted");
      assertEquals(
          0,
          run.events(
                  run.cluster().agents(),
                  e ->
                      e.kind().equals("task")
                          && e.text("state").equals("started")
                          && e.at() > killedAt)
              .size(),
          "task starts after the kill");
      assertExact(run.verdict());
    }
  }

  @Test
  void theResultIsExactAfterAnAgentDiesInTheMiddleOfACheckpoint() throws Exception {
    try (FlightDelaysRun run = FlightDelaysRun.start("agent-kill")) {
      awaitSomeAcks(run, new AckLedger(run), run.leader());
      run.cluster().kill("a1");
      run.cluster().restart("a1");
      run.awaitFinished();
      assertTrue(run.job().path("attempt").asLong() >= 2, "the loss of an agent makes an attempt");
      assertExact(run.verdict());
    }
  }

  /** Waits for a checkpoint that has some acks confirmed and others not even sent. */
  private static long awaitSomeAcks(FlightDelaysRun run, AckLedger acks, String leader) {
    long[] found = {0};
    Await.until(
        FlightDelaysRun.BOUND,
        () -> {
          long newest = acks.newest();
          int confirmed = acks.confirmed(newest, Long.MAX_VALUE).size();
          found[0] = newest;
          return newest > WARM_CHECKPOINTS
              && confirmed >= 1
              && confirmed < TASKS
              && !reached(run, List.of(leader), newest, "COMMITTING");
        },
        () -> "a checkpoint with some of its acks; the newest is " + found[0]);
    return found[0];
  }

  private static boolean reached(
      FlightDelaysRun run, List<String> coordinators, long checkpoint, String state)
      throws Exception {
    return !run.events(
            coordinators,
            e ->
                e.kind().equals("checkpoint")
                    && e.number("checkpoint") == checkpoint
                    && e.text("state").equals(state))
        .isEmpty();
  }

  private static void assertExact(Verdict verdict) {
    assertTrue(verdict.exact(), verdict.summary() + " " + verdict.first());
    assertTrue(verdict.updates() > 0, "there is output at all");
  }
}
