package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.cli.CairnMain;
import io.cairn.cli.admin.JobSubmission;
import io.cairn.cli.cluster.ClusterPlan;
import io.cairn.cli.cluster.LocalCluster;
import io.cairn.examples.flights.verdict.Verdict;
import io.cairn.process.HostPort;
import io.cairn.storage.blob.BlobInfo;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.blob.BlobStores;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real processes and a real HDFS: everything is lost but HDFS. */
class LostClusterIT {
  private static final Duration FINISHED_WITHIN = Duration.ofMinutes(4);

  @Test
  void theJobGoesOnExactlyInANewClusterByOneCommand() throws Exception {
    goesOn(4, 3, new JobSubmission.Policy(2_000, 120_000, 3, 200));
  }

  /** By then nearly every file that the first checkpoints wrote is deleted. */
  @Test
  @Tag("full")
  void soItDoesAfterFiftyCheckpoints() throws Exception {
    goesOn(12, 50, new JobSubmission.Policy(200, 120_000, 2, 200));
  }

  private static void goesOn(long repeat, long checkpoints, JobSubmission.Policy policy)
      throws Exception {
    ClusterPlan lost = ClusterPlan.small("lost", ClusterPlan.Store.HDFS, false);
    try (FlightDelaysRun run = FlightDelaysRun.start(lost, repeat, policy)) {
      Await.until(
          FlightDelaysRun.BOUND,
          () -> run.job().path("counts").path("completed").asLong() >= checkpoints,
          () -> checkpoints + " completed checkpoints");
      assertTrue(!run.verdict().exact(), "the input is not at its end");
      loseEverythingButTheStore(run.cluster());

      String store = run.cluster().store();
      String root = store + "/jobs/" + run.jobId();
      SortedMap<String, Long> before = files(run.cluster(), store);
      long kept = before.keySet().stream().filter(path -> path.endsWith("/_metadata")).count();
      assertTrue(kept < policy.retained() + 3, "older checkpoints were deleted: " + before);
      try (LocalCluster fresh = newCluster()) {
        fresh.startOn(store + "-2");
        assertEquals(0, restore(fresh, root));
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
    Stream.concat(cluster.agents().stream(), cluster.coordinators().stream())
        .forEach(cluster::kill);
    for (String id :
        Stream.concat(cluster.agents().stream(), cluster.coordinators().stream()).toList()) {
      Path data = cluster.directory().resolve(id);
      try (Stream<Path> all = Files.walk(data)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /** As a person types it. */
  private static int restore(LocalCluster cluster, String root) {
    String coordinators =
        cluster.adminAddresses().stream().map(HostPort::toString).collect(Collectors.joining(","));
    return CairnMain.commandLine().execute("job", "restore", root, "--coordinators", coordinators);
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
