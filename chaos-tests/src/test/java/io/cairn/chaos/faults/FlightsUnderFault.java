package io.cairn.chaos.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.chaos.Await;
import io.cairn.chaos.ExampleFiles;
import io.cairn.cli.admin.JobSubmission;
import io.cairn.examples.flights.FlightDelays;
import io.cairn.examples.flights.verdict.CommittedOutput;
import io.cairn.examples.flights.verdict.ExpectedResults;
import io.cairn.examples.flights.verdict.OutputFiles;
import io.cairn.examples.flights.verdict.Verdict;
import io.cairn.process.history.HistoryEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The job {@code flight-delays} in a {@link FaultyCluster}, and what Cairn promises of it. */
final class FlightsUnderFault {
  static final int TASKS = 8;

  /** Between checkpoints, in milliseconds. */
  static final long INTERVAL = 1_500;

  /** Two minutes of input at most, on a machine that has other work too. */
  private static final Duration FINISH_BOUND = Duration.ofMinutes(4);

  private static final JobSubmission.Policy POLICY =
      new JobSubmission.Policy(INTERVAL, 120_000, 3, 200);

  private final FaultyCluster cluster;
  private final Path output;
  private final long repeat;
  private final long job;

  private FlightsUnderFault(FaultyCluster cluster, Path output, long repeat, long job) {
    this.cluster = cluster;
    this.output = output;
    this.repeat = repeat;
    this.job = job;
  }

  /** Submits it, with so many rounds of 20,000 flights, read at 2,500 a second. */
  static FlightsUnderFault submit(FaultyCluster cluster, long repeat) throws Exception {
    Await.until(
        FaultyCluster.BOUND,
        () ->
            cluster.admin().get("cluster").path("agents").findValuesAsText("state").stream()
                    .filter("REGISTERED"::equals)
                    .count()
                == cluster.agents().size(),
        () -> "every agent is registered");
    Path output = cluster.root().resolve("output");
    Map<String, String> arguments =
        Map.of(
            "input", ExampleFiles.FLIGHTS.toUri().toString(),
            "output", output.toUri().toString(),
            "repeat", String.valueOf(repeat),
            "parallelism", "2",
            "ratePerSecond", "2500");
    JobSubmission submission =
        new JobSubmission(
            ExampleFiles.jar(), FlightDelays.class.getName(), "flights", arguments, POLICY);
    long job = submission.send(cluster.admin()).path("jobId").asLong();
    return new FlightsUnderFault(cluster, output, repeat, job);
  }

  JsonNode view() throws InterruptedException {
    return cluster.admin().get("jobs/" + job);
  }

  /** Why checkpoints were aborted, newest first, and why the job was restarted last. */
  List<String> reasons() throws InterruptedException {
    List<String> reasons = new ArrayList<>();
    for (JsonNode checkpoint :
        cluster.admin().get("jobs/" + job + "/checkpoints?limit=100").path("checkpoints")) {
      String reason = checkpoint.path("reason").asText("");
      if (!reason.isEmpty()) {
        reasons.add(reason);
      }
    }
    reasons.add(view().path("reason").asText(""));
    return reasons;
  }

  /** The newest checkpoint that a coordinator has seen completed; 0 if none. */
  long newestCompleted(String coordinator) throws IOException {
    return checkpointEvents(coordinator).stream()
        .filter(event -> event.text("state").equals("COMPLETED"))
        .mapToLong(event -> event.number("checkpoint"))
        .max()
        .orElse(0);
  }

  private List<HistoryEvent> checkpointEvents(String coordinator) throws IOException {
    return cluster.history(coordinator).stream()
        .filter(event -> event.kind().equals("checkpoint") && event.number("job") == job)
        .toList();
  }

  /** Waits for a checkpoint with some of its acks in the log of the leader, and not all. */
  long awaitSomeAcks(String leader) {
    long[] found = {0};
    Await.until(
        FaultyCluster.BOUND,
        () -> {
          List<HistoryEvent> history = cluster.history(leader);
          long newest =
              history.stream()
                  .filter(e -> e.kind().equals("ack") && e.number("job") == job)
                  .mapToLong(e -> e.number("checkpoint"))
                  .max()
                  .orElse(0);
          long acks =
              history.stream()
                  .filter(e -> e.kind().equals("ack") && e.number("checkpoint") == newest)
                  .count();
          found[0] = newest;
          return newest > 1
              && acks < TASKS
              && checkpointEvents(leader).stream()
                  .noneMatch(
                      e ->
                          e.number("checkpoint") == newest
                              && !e.text("state").equals("TRIGGERED")
                              && !e.text("state").equals("IN_PROGRESS")
                              && e.number("acks") >= TASKS);
        },
        () -> "a checkpoint with some of its acks; the newest is " + found[0]);
    return found[0];
  }

  /** Waits until a coordinator has seen this checkpoint, or a later one, completed. */
  void awaitCompleted(String coordinator, long checkpoint) {
    Await.until(
        FaultyCluster.BOUND,
        () -> newestCompleted(coordinator) >= checkpoint,
        () -> "checkpoint " + checkpoint + " completed, as " + coordinator + " sees it");
  }

  /** Waits until another two checkpoints have completed. */
  void awaitProgress(List<String> among) throws IOException {
    String leader = cluster.leader(among);
    awaitCompleted(leader, newestCompleted(leader) + 2);
  }

  /** That a coordinator completed this checkpoint under its id. */
  boolean completed(String coordinator, long checkpoint) throws IOException {
    return checkpointEvents(coordinator).stream()
        .anyMatch(e -> e.number("checkpoint") == checkpoint && e.text("state").equals("COMPLETED"));
  }

  /** The state of a checkpoint as a coordinator has it, be it from the log or from a snapshot. */
  String stateOf(long checkpoint, String coordinator) throws InterruptedException {
    return cluster
        .admin(List.of(coordinator))
        .get("jobs/" + job + "/checkpoints/" + checkpoint)
        .path("state")
        .asText();
  }

  /** Waits for the job's end; nothing was aborted, no task restarted, the output is exact. */
  void assertUnharmed() throws Exception {
    cluster.awaitEqual();
    for (String coordinator : cluster.coordinators()) {
      assertEquals(
          List.of(),
          checkpointEvents(coordinator).stream()
              .filter(event -> event.text("state").equals("ABORTED"))
              .toList(),
          "checkpoints aborted, as " + coordinator + " sees it");
    }
    assertEquals(1, view().path("attempt").asLong(), "no task was restarted");
    assertExact();
  }

  /** Waits for the job's end; the output is exact. */
  void assertExact() throws Exception {
    Await.until(
        FINISH_BOUND,
        () -> view().path("state").asText().equals("FINISHED"),
        () -> "the job FINISHED");
    Verdict verdict =
        Verdict.of(
            ExpectedResults.of(ExampleFiles.FLIGHTS, repeat, false),
            CommittedOutput.read(OutputFiles.local(output.resolve("committed"))));
    assertTrue(verdict.exact(), verdict.summary() + " " + verdict.first());
    assertTrue(verdict.updates() > 0, "there is output at all");
  }
}
