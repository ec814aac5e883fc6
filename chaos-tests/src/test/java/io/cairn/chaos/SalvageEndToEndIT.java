package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.cli.admin.JobSubmission;
import io.cairn.cli.cluster.ClusterPlan;
import io.cairn.process.failpoint.Failpoint;
import io.cairn.process.failpoint.FailpointPlan;
import io.cairn.process.history.HistoryEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Agent a2 is killed in the middle of its upload, when every snapshot is on some disk. A gate holds
 * the upload there, so that the checkpoint cannot complete before the kill.
 */
class SalvageEndToEndIT {
  private static final String VICTIM = "a2";
  private static final Failpoint GATE = Failpoint.DURING_UPLOAD;
  private static final long ROUNDS = 2;
  private static final int SLOTS = 8;

  /** None of its own accord: the test asks for each. */
  private static final JobSubmission.Policy POLICY = new JobSubmission.Policy(0, 120_000, 3, 200);

  /** Checkpoints before the kill, so that state and incremental uploads are there. */
  private static final int WARM_CHECKPOINTS = 2;

  @TempDir Path gates;

  @Test
  void theCheckpointInFlightCompletesUnderItsIdAndTheJobRestoresIt() throws Exception {
    try (FlightDelaysRun run = start("salvage")) {
      long checkpoint = awaitHalfOfTheUpload(run);
      List<String> coordinators = run.cluster().coordinators();
      // They stand still until it is back, however long that takes on a busy machine.
      signal(run, "STOP", coordinators);
      run.cluster().kill(VICTIM);
      open(VICTIM);
      run.cluster().restart(VICTIM);
      Await.until(
          FlightDelaysRun.BOUND, () -> run.cluster().ready(VICTIM), () -> VICTIM + " serves");
      signal(run, "CONT", coordinators);
      run.awaitFinished();

      List<HistoryEvent> ends = checkpointEvents(run, checkpoint, "COMPLETED");
      assertTrue(!ends.isEmpty(), () -> "not COMPLETED: " + aborts(run, checkpoint));
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
  void anAgentThatStaysAwayIsNotWaitedForWithoutEnd() throws Exception {
    try (FlightDelaysRun run = start("salvage-in-vain")) {
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

  private static void signal(FlightDelaysRun run, String signal, List<String> processes)
      throws IOException, InterruptedException {
    for (String name : processes) {
      String pid = String.valueOf(run.cluster().pids().get(name));
      Process kill = new ProcessBuilder("kill", "-" + signal, pid).inheritIO().start();
      if (kill.waitFor() != 0) {
        throw new IOException("kill -" + signal + " of " + name + ", process " + pid);
      }
    }
  }

  private static String aborts(FlightDelaysRun run, long checkpoint) {
    try {
      return checkpointEvents(run, checkpoint, "ABORTED").stream()
          .map(event -> event.text("detail"))
          .toList()
          .toString();
    } catch (IOException e) {
      return "its history cannot be read: " + e;
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

  private FlightDelaysRun start(String name) throws Exception {
    List<String> agents = List.of("a1", VICTIM);
    for (String agent : agents) {
      open(agent);
    }
    List<String> jvm =
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx384m",
            "-D" + FailpointPlan.PROPERTY + "=" + GATE.kebab() + ":hold=" + gates + "/{agent}");
    ClusterPlan plan =
        ClusterPlan.small(name, ClusterPlan.Store.FILE, false).withAgents(agents, SLOTS, jvm);
    return FlightDelaysRun.start(plan, ROUNDS, POLICY);
  }

  private void open(String agent) throws IOException {
    if (!Files.exists(gates.resolve(agent))) {
      Files.createFile(gates.resolve(agent));
    }
  }

  /** All snapshots are on disks, and the victim stands still with half of an upload. */
  private long awaitHalfOfTheUpload(FlightDelaysRun run) throws Exception {
    Await.until(
        FlightDelaysRun.BOUND,
        () -> run.job().path("state").asText().equals("RUNNING"),
        () -> "the job runs; dead processes: " + run.cluster().dead());
    for (int i = 0; i < WARM_CHECKPOINTS; i++) {
      long warm = trigger(run);
      Await.until(
          FlightDelaysRun.BOUND,
          () -> !checkpointEvents(run, warm, "COMPLETED").isEmpty(),
          () -> "checkpoint " + warm + " COMPLETED");
    }
    long before = arrivals(run);
    Files.delete(gates.resolve(VICTIM));
    long checkpoint = trigger(run);
    String[] seen = {""};
    Await.until(
        FlightDelaysRun.BOUND,
        () -> {
          JsonNode now = run.cluster().admin().get(path(run) + "/" + checkpoint);
          seen[0] = now.toString();
          return now.path("state").asText().equals("EXECUTING")
              && now.path("local").asInt() == now.path("taskCount").asInt()
              && arrivals(run) > before;
        },
        () -> "half an upload; last seen: " + seen[0]);
    return checkpoint;
  }

  private static String path(FlightDelaysRun run) {
    return "jobs/" + run.jobId() + "/checkpoints";
  }

  private static long trigger(FlightDelaysRun run) throws InterruptedException {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("requestId", UUID.randomUUID().toString())
            .put("mode", "incremental");
    return run.cluster().admin().post(path(run), body).path("checkpointId").asLong();
  }

  private static long arrivals(FlightDelaysRun run) throws IOException {
    Path log = run.cluster().directory().resolve("logs").resolve(VICTIM + ".log");
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.startsWith("failpoint " + GATE.kebab() + " hit")).count();
    }
  }
}
