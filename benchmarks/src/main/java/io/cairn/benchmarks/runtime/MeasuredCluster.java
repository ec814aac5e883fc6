package io.cairn.benchmarks.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.cli.admin.AdminException;
import io.cairn.cli.admin.JobSubmission;
import io.cairn.cli.cluster.ClusterPlan;
import io.cairn.cli.cluster.LocalCluster;
import io.cairn.cli.demo.JobJar;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** Three coordinators and some agents, each a process, with one job that counts. Of one thread. */
final class MeasuredCluster implements Closeable {
  private static final String NAME = "keyed-count";
  private static final Duration BOUND = Duration.ofSeconds(90);
  private static final long RESTART_DELAY_MILLIS = 50;
  private static final long TIMEOUT_MILLIS = 60_000;
  private static final int POLL_MILLIS = 2;

  private final LocalCluster cluster;
  private final List<ProgressFile> progress = new ArrayList<>();
  private long jobId;

  private MeasuredCluster(LocalCluster cluster) {
    this.cluster = cluster;
  }

  /** What is waited for. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws InterruptedException;
  }

  /**
   * Starts the processes.
   *
   * @param slots of each agent
   */
  static MeasuredCluster start(
      ClusterPlan.Store store, int agents, int slots, RuntimeSettings settings)
      throws IOException, InterruptedException {
    List<String> jvm =
        new ArrayList<>(List.of("-Xmx" + settings.heapMegabytes() + "m", "-XX:+UseSerialGC"));
    if (!settings.agentOption().isEmpty()) {
      jvm.add(settings.agentOption());
    }
    List<String> ids = IntStream.rangeClosed(1, agents).mapToObj(i -> "a" + i).toList();
    ClusterPlan plan = ClusterPlan.small("cairn-bench", store, false).withAgents(ids, slots, jvm);
    LocalCluster cluster = LocalCluster.create(plan, line -> System.err.println("  " + line));
    try {
      cluster.start();
    } catch (IOException | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
    return new MeasuredCluster(cluster);
  }

  /**
   * Submits the count and waits until each of its tasks has processed a record.
   *
   * @param rate of all sources together; 0: as fast as it goes
   */
  void submit(int parallelism, long keys, long rate, long intervalMillis)
      throws IOException, InterruptedException {
    Path directory = cluster.directory().resolve("progress");
    for (int instance = 0; instance < parallelism; instance++) {
      progress.add(ProgressFile.open(directory, instance));
    }
    Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put(KeyedCount.PARALLELISM, Integer.toString(parallelism));
    arguments.put(KeyedCount.KEYS, Long.toString(keys));
    arguments.put(KeyedCount.RATE, Long.toString(rate));
    arguments.put(KeyedCount.PROGRESS, directory.toString());
    JobSubmission submission =
        new JobSubmission(
            JobJar.of(KeyedCount.class, cluster.directory()),
            KeyedCount.class.getName(),
            NAME,
            arguments,
            new JobSubmission.Policy(intervalMillis, TIMEOUT_MILLIS, 3, RESTART_DELAY_MILLIS));
    jobId = submission.send(cluster.admin()).path("jobId").asLong();
    await("every task to process", () -> progress.stream().allMatch(p -> p.records() > 0));
  }

  /** What the tasks have noted, one for each that counts. */
  List<ProgressFile> progress() {
    return progress;
  }

  /** Records of all tasks together, since the attempt began. */
  long records() {
    return progress.stream().mapToLong(ProgressFile::records).sum();
  }

  /** Switches periodic checkpoints on or off. */
  void checkpointing(boolean on) throws InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("requestId", UUID.randomUUID().toString()).put("who", "bench");
    var unused =
        cluster.admin().post("jobs/" + NAME + "/checkpointing/" + (on ? "resume" : "pause"), body);
  }

  /** The newest checkpoints, newest first. */
  JsonNode checkpoints(int limit) throws InterruptedException {
    return cluster.admin().get("jobs/" + NAME + "/checkpoints?limit=" + limit).path("checkpoints");
  }

  /** How many checkpoints are COMPLETED, of all. */
  long completed() throws InterruptedException {
    return cluster.admin().get("jobs/" + NAME).path("counts").path("completed").asLong();
  }

  /** Asks for a checkpoint now; its id. */
  long trigger() throws InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("requestId", UUID.randomUUID().toString()).put("mode", "incremental");
    return cluster
        .admin()
        .post("jobs/" + NAME + "/checkpoints", body)
        .path("checkpointId")
        .asLong();
  }

  JsonNode checkpoint(long id) throws InterruptedException {
    return cluster.admin().get("jobs/" + NAME + "/checkpoints/" + id);
  }

  /** The coordinator that leads. */
  String leader() throws InterruptedException {
    return cluster.admin().get("cluster").path("leader").path("id").asText("");
  }

  LocalCluster processes() {
    return cluster;
  }

  long jobId() {
    return jobId;
  }

  /** Waits on a condition, which may fail to be read while there is no leader. */
  void await(String what, Condition condition) throws IOException, InterruptedException {
    await(what, POLL_MILLIS, condition);
  }

  /** The same, asking less often. */
  void await(String what, int pollMillis, Condition condition)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + BOUND.toNanos();
    while (!holds(condition)) {
      List<String> dead = cluster.dead();
      if (System.nanoTime() - deadline > 0) {
        throw new IOException(
            "waited "
                + BOUND.toSeconds()
                + " s in vain for "
                + what
                + (dead.isEmpty() ? "" : "; ended by themselves or killed: " + dead));
      }
      Thread.sleep(pollMillis);
    }
  }

  private static boolean holds(Condition condition) throws InterruptedException {
    try {
      return condition.holds();
    } catch (AdminException noLeader) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    cluster.close();
  }
}
