package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.cli.admin.AdminClient;
import io.cairn.process.history.HistoryEvent;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Agent a2 is killed in the middle of its upload, when every snapshot is on some disk. */
class SalvageEndToEndIT {
  private static final String VICTIM = "a2";

  /** Checkpoints before the kill, so that state and incremental uploads are there. */
  private static final long WARM_CHECKPOINTS = 2;

  @Test
  void theCheckpointInFlightCompletesUnderItsIdAndTheJobRestoresIt() throws Exception {
    try (FlightDelaysRun run = FlightDelaysRun.start("salvage")) {
      long checkpoint = awaitHalfOfTheUpload(run);
      run.cluster().kill(VICTIM);
      run.cluster().restart(VICTIM);
      run.awaitFinished();

      List<String> coordinators = run.cluster().coordinators();
      List<HistoryEvent> ends = checkpointEvents(run, checkpoint, "COMPLETED");
      assertTrue(!ends.isEmpty(), "checkpoint " + checkpoint + " is not COMPLETED");
      ends.forEach(e -> assertTrue(e.text("salvage").contains(VICTIM), e.text("salvage")));
      assertEquals(List.of(), checkpointEvents(run, checkpoint, "ABORTED"));
      assertTrue(
          !run.events(
                  coordinators, e -> e.kind().equals("job") && e.text("state").equals("SALVAGING"))
              .isEmpty(),
          "the job never was SALVAGING");
      assertTrue(
          !run.events(
                  List.of(VICTIM),
                  e -> e.kind().equals("resume") && e.number("checkpoint") == checkpoint)
              .isEmpty(),
          "no upload was resumed");
      assertEquals(Set.of(checkpoint), restoredBySecondAttempt(run));
      assertEquals(2, run.job().path("attempt").asLong());
      assertTrue(run.verdict().exact(), run.verdict().summary() + " " + run.verdict().first());
      assertTrue(run.verdict().updates() > 0, "there is output at all");
    }
  }

  @Test
  void anAgentThatStaysAwayIsNotWaitedForLongerThanWhatIsAtStake() throws Exception {
    try (FlightDelaysRun run = FlightDelaysRun.start("salvage-in-vain")) {
      long checkpoint = awaitHalfOfTheUpload(run);
      run.cluster().kill(VICTIM);
      Await.until(
          FlightDelaysRun.BOUND,
          () -> !checkpointEvents(run, checkpoint, "ABORTED").isEmpty(),
          () -> "checkpoint " + checkpoint + " ABORTED");
      checkpointEvents(run, checkpoint, "ABORTED")
          .forEach(e -> assertTrue(e.text("detail").contains("not salvaged"), e.text("detail")));
      run.awaitFinished();
      Set<Long> restored = restoredBySecondAttempt(run);
      assertEquals(1, restored.size(), "one cut: " + restored);
      assertTrue(restored.iterator().next() < checkpoint, "restored " + restored);
      assertTrue(run.verdict().exact(), run.verdict().summary() + " " + run.verdict().first());
    }
  }

  private static Set<Long> restoredBySecondAttempt(FlightDelaysRun run) throws IOException {
    Set<Long> checkpoints = new TreeSet<>();
    run.events(
            run.cluster().agents(),
            e ->
                e.kind().equals("task")
                    && e.text("state").equals("restored")
                    && e.number("attempt") == 2)
        .forEach(e -> checkpoints.add(e.number("checkpoint")));
    return checkpoints;
  }

  private static List<HistoryEvent> checkpointEvents(
      FlightDelaysRun run, long checkpoint, String state) throws IOException {
    return run.events(
        run.cluster().coordinators(),
        e ->
            e.kind().equals("checkpoint")
                && e.number("checkpoint") == checkpoint
                && e.text("state").equals(state));
  }

  /** All snapshots are on disks, and the victim has uploaded about half of its bytes. */
  private static long awaitHalfOfTheUpload(FlightDelaysRun run) {
    int leader = run.cluster().coordinators().indexOf(run.leader());
    AdminClient admin = AdminClient.of(List.of(run.cluster().adminAddresses().get(leader)));
    String root = "jobs/" + run.jobId() + "/checkpoints";
    long[] found = {0, 0, 0};
    Await.until(
        FlightDelaysRun.BOUND,
        () -> {
          JsonNode newest = admin.get(root).path("checkpoints").path(0);
          found[0] = newest.path("id").asLong();
          boolean isLocal =
              newest.path("local").asInt() == newest.path("taskCount").asInt()
                  && newest.path("state").asText().equals("EXECUTING");
          if (found[0] <= WARM_CHECKPOINTS || !isLocal) {
            return false;
          }
          found[1] = bytesOf(admin.get(root + "/" + (found[0] - 1)));
          JsonNode now = admin.get(root + "/" + found[0]);
          found[2] = bytesOf(now);
          return found[2] >= found[1] / 2 && isUploading(now);
        },
        () ->
            "half an upload; checkpoint, bytes before and now: "
                + List.of(found[0], found[1], found[2]));
    return found[0];
  }

  private static boolean isUploading(JsonNode checkpoint) {
    boolean uploading = false;
    for (JsonNode task : checkpoint.path("tasks")) {
      uploading |=
          task.path("agent").asText().equals(VICTIM) && task.path("phase").asText().equals("LOCAL");
    }
    return uploading && checkpoint.path("state").asText().equals("EXECUTING");
  }

  private static long bytesOf(JsonNode checkpoint) {
    long bytes = 0;
    for (JsonNode task : checkpoint.path("tasks")) {
      if (task.path("agent").asText().equals(VICTIM)) {
        bytes += task.path("uploadedBytes").asLong();
      }
    }
    return bytes;
  }
}
