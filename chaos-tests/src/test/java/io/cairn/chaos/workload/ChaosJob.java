package io.cairn.chaos.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.api.Job;
import io.cairn.chaos.Await;
import io.cairn.chaos.scene.LocalScene;
import io.cairn.cli.admin.AdminException;
import io.cairn.cli.admin.JobSubmission;
import io.cairn.cli.demo.JobJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A job in the cluster, which takes checkpoints all the time. Thread-safe. */
public final class ChaosJob {
  /** From a fault's end to whatever must go on then; a loaded machine needs most of it. */
  public static final Duration BOUND = Duration.ofSeconds(150);

  /** More than come while one is read back from the store. */
  static final int RETAINED = 8;

  private static final int RESTART_DELAY_MILLIS = 200;
  private static final long TIMEOUT_MILLIS = 180_000;
  private static final int ROWS = 40;
  private static final Set<String> ENDED = Set.of("FINISHED", "FAILED", "CANCELLED");

  private final LocalScene scene;
  private final String name;
  private final long id;

  private ChaosJob(LocalScene scene, String name, long id) {
    this.scene = scene;
    this.name = name;
    this.id = id;
  }

  /** Submits it, even while coordinators die, and waits until it runs. */
  static ChaosJob submit(
      Site site,
      Class<? extends Job> code,
      String name,
      Map<String, String> arguments,
      long interval)
      throws IOException {
    Path scratch = Files.createDirectories(site.directory().resolve("jar-" + name));
    JobSubmission submission =
        new JobSubmission(
            JobJar.of(code, scratch),
            code.getName(),
            name,
            arguments,
            new JobSubmission.Policy(interval, TIMEOUT_MILLIS, RETAINED, RESTART_DELAY_MILLIS));
    long[] id = {0};
    Await.until(
        BOUND,
        () -> {
          try {
            id[0] = submission.send(site.scene().admin()).path("jobId").asLong();
          } catch (AdminException e) {
            // An earlier try may have been done although its answer was lost.
            id[0] = site.scene().admin().get("jobs/" + name).path("id").asLong();
          }
          return id[0] > 0;
        },
        () -> "the submission of " + name);
    ChaosJob job = new ChaosJob(site.scene(), name, id[0]);
    job.awaitRunning();
    return job;
  }

  public String name() {
    return name;
  }

  public long id() {
    return id;
  }

  /** What the admin API says of it. */
  public JsonNode view() throws InterruptedException {
    return scene.admin().get("jobs/" + id);
  }

  /** Its checkpoints, newest first. */
  public JsonNode checkpoints() throws InterruptedException {
    return scene.admin().get("jobs/" + id + "/checkpoints?limit=" + ROWS).path("checkpoints");
  }

  /** One checkpoint with its tasks. */
  public JsonNode checkpoint(long checkpoint) throws InterruptedException {
    return scene.admin().get("jobs/" + id + "/checkpoints/" + checkpoint);
  }

  /** Asks for a checkpoint; its id. */
  public long trigger() {
    ObjectNode body = request();
    long[] checkpoint = {0};
    Await.until(
        BOUND,
        () -> {
          checkpoint[0] =
              scene.admin().post("jobs/" + id + "/checkpoints", body).path("checkpointId").asLong();
          return true;
        },
        () -> "a checkpoint of " + name);
    return checkpoint[0];
  }

  public boolean ended() throws InterruptedException {
    return ENDED.contains(view().path("state").asText());
  }

  public void awaitRunning() {
    String[] last = {""};
    Await.until(
        BOUND,
        () -> {
          last[0] = view().path("state").asText();
          return last[0].equals("RUNNING") || ENDED.contains(last[0]);
        },
        () -> name + " runs; it is " + last[0]);
  }

  /** Waits until a checkpoint above this id is complete, or the job has ended as it should. */
  public void awaitCompletedAbove(long checkpoint) {
    String[] last = {""};
    Await.until(
        BOUND,
        () -> {
          JsonNode view = view();
          last[0] = view.path("state").asText() + ", " + view.path("lastCompleted").asLong();
          return view.path("lastCompleted").asLong() > checkpoint
              || view.path("state").asText().equals("FINISHED");
        },
        () -> "%s completes a checkpoint above %d; it is %s".formatted(name, checkpoint, last[0]));
  }

  /** Changes settings. */
  void set(Map<String, Long> settings) {
    ObjectNode body = request().put("who", "chaos");
    settings.forEach(body.putObject("settings")::put);
    Await.until(
        BOUND,
        () -> {
          JsonNode unused = scene.admin().post("jobs/" + id + "/settings", body);
          return true;
        },
        () -> "an answer to new settings of " + name);
  }

  /** Its sources end, a last checkpoint is taken and its output committed. */
  void drain() {
    ObjectNode body = request().put("mode", "drain");
    Await.until(
        BOUND,
        () -> {
          JsonNode unused = scene.admin().post("jobs/" + id + "/stop", body);
          return true;
        },
        () -> "an answer to the drain of " + name);
    awaitFinished();
  }

  void awaitFinished() {
    String[] last = {""};
    Await.until(
        BOUND,
        () -> {
          last[0] = view().path("state").asText() + " " + view().path("reason").asText();
          return view().path("state").asText().equals("FINISHED");
        },
        () -> name + " FINISHED; it is " + last[0] + "; dead: " + scene.dead());
  }

  private static ObjectNode request() {
    return JsonNodeFactory.instance.objectNode().put("requestId", UUID.randomUUID().toString());
  }
}
