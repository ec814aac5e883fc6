package io.cairn.cli.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.cairn.cli.admin.AdminClient;
import io.cairn.cli.admin.AdminException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Asks for the picture of a cluster twice at once: what a majority confirms, and what whoever
 * answers knows by itself. So that without a majority the second is there as soon as the first is
 * known to fail.
 */
final class PictureReader implements AutoCloseable {
  /** More jobs than that are not looked into: one screen would not show them. */
  static final int MAX_DETAILED = 8;

  private static final int LATELY = 20;
  private static final String CONFIRMED = "";
  private static final String STALE = "consistency=stale";
  private static final Set<String> ENDED = Set.of("FINISHED", "FAILED", "CANCELLED");

  private final AdminClient client;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread made = new Thread(task, "status");
            made.setDaemon(true);
            return made;
          });

  PictureReader(AdminClient client) {
    this.client = client;
  }

  /**
   * What is known; its problems say what is not.
   *
   * @throws AdminException when nobody answers at all
   */
  Picture read() throws InterruptedException {
    Future<Picture> confirmed = threads.submit(() -> ask(CONFIRMED));
    Future<Picture> known = threads.submit(() -> ask(STALE));
    Future<JsonNode> health = get("health");
    Future<JsonNode> members = get("members?" + STALE);
    Picture picture;
    List<String> problems = new ArrayList<>();
    try {
      picture = result(confirmed);
    } catch (AdminException noMajority) {
      try {
        picture = result(known);
      } catch (AdminException nobody) {
        throw noMajority;
      }
      problems.add(
          noMajority.getMessage()
              + "; shown is what "
              + picture.cluster().path("id").asText()
              + " knows by itself, which may be old");
    }
    problems.addAll(picture.problems());
    return new Picture(
        picture.cluster(),
        members(health, members, problems),
        picture.jobs(),
        picture.recent(),
        problems);
  }

  private static JsonNode members(
      Future<JsonNode> health, Future<JsonNode> known, List<String> problems)
      throws InterruptedException {
    try {
      return result(health).path("members");
    } catch (AdminException failure) {
      if (problems.isEmpty()) {
        problems.add(String.valueOf(failure.getMessage()));
      }
      try {
        return result(known).path("members");
      } catch (AdminException nobody) {
        return JsonNodeFactory.instance.arrayNode();
      }
    }
  }

  private Picture ask(String consistency) throws InterruptedException {
    Future<JsonNode> cluster = get(with("cluster", consistency));
    JsonNode jobs = result(get(with("jobs", consistency))).path("jobs");
    List<String> problems = new ArrayList<>();
    List<Future<Picture.JobCheckpoints>> asked = new ArrayList<>();
    for (JsonNode job : jobs) {
      if (!ENDED.contains(job.path("state").asText()) && asked.size() < MAX_DETAILED) {
        asked.add(threads.submit(() -> recent(job, consistency)));
      }
    }
    List<Picture.JobCheckpoints> recent = new ArrayList<>();
    for (Future<Picture.JobCheckpoints> one : asked) {
      try {
        recent.add(result(one));
      } catch (AdminException failure) {
        problems.add(String.valueOf(failure.getMessage()));
      }
    }
    JsonNode none = JsonNodeFactory.instance.arrayNode();
    return new Picture(result(cluster), none, jobs, recent, problems);
  }

  private Picture.JobCheckpoints recent(JsonNode job, String consistency)
      throws InterruptedException {
    String path = "jobs/" + job.path("id").asLong();
    JsonNode list = client.get(with(path + "/checkpoints?limit=" + LATELY, consistency));
    JsonNode running = MissingNode.getInstance();
    if (!job.path("running").isEmpty()) {
      long id = job.path("running").get(0).asLong();
      running = client.get(with(path + "/checkpoints/" + id, consistency));
    }
    boolean paused = job.path("checkpointing").asText().equals("PAUSED");
    JsonNode settings =
        paused
            ? client.get(with(path + "/settings?limit=" + LATELY, consistency))
            : MissingNode.getInstance();
    return new Picture.JobCheckpoints(job, list, running, settings);
  }

  private static String with(String path, String consistency) {
    return consistency.isEmpty() ? path : path + (path.contains("?") ? "&" : "?") + consistency;
  }

  private Future<JsonNode> get(String path) {
    Callable<JsonNode> call = () -> client.get(path);
    return threads.submit(call);
  }

  private static <T> T result(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AdminException known) {
        throw known;
      }
      throw new IllegalStateException(
          "an answer of the admin API was not understood", e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
