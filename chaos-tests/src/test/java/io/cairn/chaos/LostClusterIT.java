package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.cli.admin.JobSubmission;
import io.cairn.cli.cluster.ClusterPlan;
import io.cairn.cli.cluster.LocalCluster;
import io.cairn.examples.flights.verdict.Verdict;
import io.cairn.storage.blob.BlobInfo;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.blob.BlobStores;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real processes and a real HDFS: everything is lost but HDFS, or as much that nobody can lead. */
class LostClusterIT {
  private static final Duration FINISHED_WITHIN = Duration.ofMinutes(4);
  private static final JobSubmission.Policy POLICY =
      new JobSubmission.Policy(2_000, 120_000, 3, 200);

  @Test
  void theJobGoesOnExactlyInANewClusterByOneCommand() throws Exception {
    goesOn(4, 3, POLICY, LostClusterIT::loseEverythingButTheStore);
  }

  /** What the survivor knows alone was never confirmed; the store has all that counts. */
  @Test
  @Tag("full")
  void soItDoesWhenTheMajorityIsLostForGood() throws Exception {
    goesOn(4, 3, POLICY, LostClusterIT::loseTheMajority);
  }

  /** By then nearly every file that the first checkpoints wrote is deleted. */
  @Test
  @Tag("full")
  void soItDoesAfterFiftyCheckpoints() throws Exception {
    goesOn(
        12,
        50,
        new JobSubmission.Policy(200, 120_000, 2, 200),
        LostClusterIT::loseEverythingButTheStore);
  }

  /** What is lost; after it nothing of the cluster runs. */
  private interface Loss {
    void strike(LocalCluster cluster) throws Exception;
  }

  private static void goesOn(long repeat, long checkpoints, JobSubmission.Policy policy, Loss loss)
      throws Exception {
    ClusterPlan lost = ClusterPlan.small("lost", ClusterPlan.Store.HDFS, false);
    try (FlightDelaysRun run = FlightDelaysRun.start(lost, repeat, policy)) {
      Await.until(
          FlightDelaysRun.BOUND,
          () -> run.job().path("counts").path("completed").asLong() >= checkpoints,
          () -> checkpoints + " completed checkpoints");
      assertTrue(!run.verdict().exact(), "the input is not at its end");
      loss.strike(run.cluster());

      String store = run.cluster().store();
      String root = store + "/jobs/" + run.jobId();
      SortedMap<String, Long> before = files(run.cluster(), store);
      long kept = before.keySet().stream().filter(path -> path.endsWith("/_metadata")).count();
      assertTrue(kept < policy.retained() + 3, "older checkpoints were deleted: " + before);
      try (LocalCluster fresh = newCluster()) {
        fresh.startOn(store + "-2");
        Typed restored = Typed.at(fresh, List.of("job", "restore", root));
        assertEquals(0, restored.exit(), restored.toString());
        JsonNode job = fresh.admin().get("jobs/flight-delays");
        assertTrue(job.path("id").asLong() > run.jobId(), "ids go on: " + job);
        assertEquals(store, job.path("origin").path("store").asText());
        Await.until(
            FINISHED_WITHIN,
            () -> fresh.admin().get("jobs/flight-delays").path("state").asText().equals("FINISHED"),
            () -> "the job FINISHED in its new cluster; dead: " + fresh.dead());
        Verdict verdict = run.verdict();
        assertTrue(verdict.exact(), verdict.summary() + " " + verdict.first());
        assertTrue(verdict.updates() > 0, "there is output at all");
        assertEquals(before, files(run.cluster(), store), "the old files are only read");
      }
    }
  }

  private static LocalCluster newCluster() throws IOException {
    ClusterPlan plan = ClusterPlan.small("found", ClusterPlan.Store.FILE, false);
    return LocalCluster.create(plan, System.out::println);
  }

  private static void loseEverythingButTheStore(LocalCluster cluster) throws IOException {
    List<String> all =
        Stream.concat(cluster.agents().stream(), cluster.coordinators().stream()).toList();
    stop(cluster, all.stream());
    for (String id : all) {
      delete(cluster.directory().resolve(id));
    }
  }

  /** Two of three, with their disks. The one that is left decides nothing, and is stopped. */
  private static void loseTheMajority(LocalCluster cluster) throws IOException {
    List<String> lost = cluster.coordinators().subList(0, 2);
    stop(cluster, lost.stream());
    for (String id : lost) {
      delete(cluster.directory().resolve(id));
    }
    for (String command : List.of("status", "checkpoint trigger flight-delays")) {
      Typed typed = Typed.at(cluster, List.of(command.split(" ", -1)));
      assertEquals(1, typed.exit(), typed.toString());
      assertTrue(typed.said().contains("majority"), typed.toString());
    }
    stop(
        cluster, Stream.concat(cluster.coordinators().stream().skip(2), cluster.agents().stream()));
  }

  private static void stop(LocalCluster cluster, Stream<String> processes) {
    processes.forEach(cluster::kill);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Lengths by path of all that lies in the store. */
  private static SortedMap<String, Long> files(LocalCluster cluster, String root)
      throws IOException {
    SortedMap<String, Long> found = new TreeMap<>();
    try (BlobStore store = BlobStores.open(URI.create(root), cluster.hadoopSettings())) {
      collect(store, "jobs", found);
    }
    assertTrue(!found.isEmpty(), "the old cluster left files");
    return found;
  }

  private static void collect(BlobStore store, String directory, SortedMap<String, Long> found)
      throws IOException {
    for (BlobInfo info : store.list(directory)) {
      if (info.directory()) {
        collect(store, info.path(), found);
      } else {
        found.put(info.path(), info.length());
      }
    }
  }
}
