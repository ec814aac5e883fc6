package io.cairn.chaos.faults.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.chaos.Await;
import io.cairn.chaos.ExampleFiles;
import io.cairn.chaos.Leaders;
import io.cairn.cli.admin.AdminClient;
import io.cairn.cli.admin.JobSubmission;
import io.cairn.cli.hdfs.HadoopFiles;
import io.cairn.examples.flights.verdict.CommittedOutput;
import io.cairn.examples.flights.verdict.ExpectedResults;
import io.cairn.examples.flights.verdict.Verdict;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The shipped image in containers: three coordinators, two agents and HDFS on a network of their
 * own. Its leader is killed, cut off and paused in the middle of a checkpoint, which completes
 * under its id; no task restarts, nothing is aborted, and in the end the output on HDFS is exact.
 */
@Tag("containers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ContainersIT {
  private static final Duration BOUND = ContainerCluster.BOUND;
  private static final Duration FINISH_BOUND = Duration.ofMinutes(5);
  private static final long REPEAT = 16;

  private @Nullable ContainerCluster cluster;
  private long job;

  private record InFlight(String leader, long checkpoint) {}

  @BeforeAll
  void start() throws Exception {
    String missing = ContainerCluster.missing();
    assumeTrue(missing.isEmpty(), "skipped: " + missing);
    cluster = ContainerCluster.start();
    Map<String, String> arguments =
        Map.of(
            "input", "file:///opt/cairn/examples/data/flights-2001-20k.csv",
            "output", output(),
            "repeat", String.valueOf(REPEAT),
            "parallelism", "2",
            "ratePerSecond", "2500");
    JobSubmission submission =
        new JobSubmission(
            ExampleFiles.jar(),
            "io.cairn.examples.flights.FlightDelays",
            "flights",
            arguments,
            new JobSubmission.Policy(2_000, 120_000, 3, 200));
    job = submission.send(admin(ContainerCluster.coordinators())).path("jobId").asLong();
    awaitProgress(ContainerCluster.coordinators());
  }

  @AfterAll
  void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static String output() {
    return "hdfs://" + ContainerCluster.host("namenode") + ":8020/flights";
  }

  @Test
  @Order(1)
  void theCheckpointInFlightOutlivesTheKillOfItsLeader() throws Exception {
    InFlight inFlight = awaitSomeAcks();
    running().kill(inFlight.leader());
    awaitCompletedBy(others(inFlight.leader()), inFlight);
    running().restart(inFlight.leader());
    assertUnharmed();
  }

  @Test
  @Order(2)
  void theCheckpointInFlightOutlivesThePulledCableOfItsLeader() throws Exception {
    InFlight inFlight = awaitSomeAcks();
    running().disconnect(inFlight.leader());
    assertEquals("", running().addresses(inFlight.leader()), "it has no address any more");
    awaitCompletedBy(others(inFlight.leader()), inFlight);
    running().reconnect(inFlight.leader());
    String address = ContainerCluster.host(inFlight.leader());
    assertEquals(address, running().addresses(inFlight.leader()));
    assertUnharmed();
  }

  @Test
  @Order(3)
  void theCheckpointInFlightOutlivesThePauseOfItsLeader() throws Exception {
    InFlight inFlight = awaitSomeAcks();
    running().pause(inFlight.leader());
    awaitCompletedBy(others(inFlight.leader()), inFlight);
    running().resume(inFlight.leader());
    assertUnharmed();
  }

  @Test
  @Order(4)
  void theOutputOnHdfsIsExact() throws Exception {
    Await.until(
        FINISH_BOUND,
        () -> view().path("state").asText().equals("FINISHED"),
        () -> "the job FINISHED");
    URI committed = URI.create(output() + "/committed");
    Verdict verdict =
        Verdict.of(
            ExpectedResults.of(ExampleFiles.FLIGHTS, REPEAT, false),
            CommittedOutput.read(
                reader ->
                    HadoopFiles.forEach(committed, Map.of("dfs.replication", "1"), reader::read)));
    assertTrue(verdict.exact(), verdict.summary() + " " + verdict.first());
    assertTrue(verdict.updates() > 0, "there is output at all");
  }

  private ContainerCluster running() {
    return Objects.requireNonNull(cluster);
  }

  private static AdminClient admin(List<String> of) {
    return ContainerCluster.admin(of);
  }

  private JsonNode view() throws InterruptedException {
    return admin(ContainerCluster.coordinators()).get("jobs/" + job);
  }

  private static List<String> others(String but) {
    return ContainerCluster.coordinators().stream().filter(name -> !name.equals(but)).toList();
  }

  private static String leader(List<String> among) {
    return Leaders.await(BOUND, admin(among), among);
  }

  private JsonNode newest(List<String> among) throws InterruptedException {
    return admin(among).get("jobs/" + job + "/checkpoints?limit=1").path("checkpoints").path(0);
  }

  private InFlight awaitSomeAcks() {
    String leader = leader(ContainerCluster.coordinators());
    long[] found = {0};
    Await.until(
        BOUND,
        () -> {
          JsonNode newest = newest(List.of(leader));
          found[0] = newest.path("id").asLong();
          return newest.path("acks").asInt() >= 1
              && newest.path("acks").asInt() < newest.path("taskCount").asInt();
        },
        () -> "a checkpoint with some of its acks; the newest is " + found[0]);
    return new InFlight(leader, found[0]);
  }

  private void awaitCompletedBy(List<String> survivors, InFlight inFlight) throws Exception {
    String path = "jobs/" + job + "/checkpoints/" + inFlight.checkpoint();
    Await.until(
        BOUND,
        () -> admin(survivors).get(path).path("status").asText().equals("COMPLETED"),
        () -> "checkpoint " + inFlight.checkpoint() + " COMPLETED without " + inFlight.leader());
    assertNotEquals(inFlight.leader(), leader(survivors));
    awaitProgress(survivors);
  }

  private void awaitProgress(List<String> among) throws Exception {
    long before = completed(among);
    Await.until(BOUND, () -> completed(among) >= before + 2, () -> "two more checkpoints");
  }

  private long completed(List<String> among) throws InterruptedException {
    return admin(among)
        .get("jobs/" + job + "/checkpoints?limit=1")
        .path("counts")
        .path("completed")
        .asLong();
  }

  private void assertUnharmed() throws Exception {
    String[] health = {""};
    Await.until(
        BOUND,
        () -> {
          JsonNode answer = admin(ContainerCluster.coordinators()).get("health");
          health[0] = answer.toString();
          return answer.path("status").asText().equals("ok");
        },
        () -> "equal states of three coordinators; " + health[0]);
    JsonNode aborted =
        admin(ContainerCluster.coordinators())
            .get("jobs/" + job + "/checkpoints?limit=1")
            .path("counts")
            .path("aborted");
    assertTrue(aborted.isIntegralNumber() && aborted.asLong() == 0, "aborted: " + aborted);
    assertEquals(1, view().path("attempt").asLong(), "no task was restarted");
  }
}
