package io.cairn.benchmarks.coordinator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.agent.session.Dialer;
import io.cairn.cli.admin.AdminClient;
import io.cairn.protocol.channel.FramedClient;
import io.cairn.protocol.channel.Preamble;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The load: agents in this process, with a session each, and jobs that they pretend to run. The
 * methods may be called by any thread.
 */
final class Fleet implements AutoCloseable {
  static final int AGENTS = 11;

  /** The most that the state machine takes: 10 jobs of 10,000 tasks leave one agent free. */
  static final int SLOTS = 10_000;

  private static final long BOUND_MILLIS = 60_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AdminClient admin;
  private final LoadWatch watch = new LoadWatch();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread made = new Thread(work, "load");
            made.setDaemon(true);
            return made;
          });
  private final FramedClient frames = new FramedClient(Preamble.SESSION);
  private final List<LoadAgent> agents = new ArrayList<>();

  private Fleet(AdminClient admin) {
    this.admin = admin;
  }

  /** Connects the agents; returns when all have a session. */
  static Fleet connect(Coordinators coordinators) throws InterruptedException, TimeoutException {
    Fleet fleet = new Fleet(coordinators.client());
    Dialer dialer = Dialer.of(fleet.frames);
    for (int i = 1; i <= AGENTS; i++) {
      LoadAgent agent =
          new LoadAgent("a" + i, SLOTS, coordinators.sessions(), dialer, fleet.thread, fleet.watch);
      fleet.agents.add(agent);
      agent.start();
    }
    fleet.watch.awaitConnected(AGENTS, BOUND_MILLIS);
    return fleet;
  }

  LoadWatch watch() {
    return watch;
  }

  /** A job of so many tasks, half of them sources, that is RUNNING and asks for no checkpoint. */
  long job(String name, int tasks) throws InterruptedException, TimeoutException {
    ObjectNode body = JSON.createObjectNode();
    body.put("requestId", UUID.randomUUID().toString());
    body.put("name", name);
    body.put("jarSha256", "0".repeat(64));
    body.put("entryClass", "none.Load");
    body.putObject("arguments");
    ObjectNode graph = body.putObject("graph");
    int sources = Math.max(1, tasks / 2);
    var operators = graph.putArray("operators");
    operators.addObject().put("id", "in").put("kind", "SOURCE").put("parallelism", sources);
    if (tasks > sources) {
      operators
          .addObject()
          .put("id", "work")
          .put("kind", "TRANSFORM")
          .put("parallelism", tasks - sources);
      var edges = graph.putArray("edges");
      edges.addObject().put("from", "in").put("to", "work").put("partitioning", "REBALANCE");
    } else {
      graph.putArray("edges");
    }
    ObjectNode policy = body.putObject("policy");
    policy.put("intervalMillis", 0).put("timeoutMillis", BOUND_MILLIS).put("retained", 3);
    long id = admin.post("jobs", body).path("jobId").asLong();
    awaitRunning(id);
    return id;
  }

  private void awaitRunning(long job) throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BOUND_MILLIS);
    String state = "";
    while (!state.equals("RUNNING")) {
      JsonNode all = admin.get("jobs?consistency=stale").path("jobs");
      for (JsonNode each : all) {
        if (each.path("id").asText("").endsWith("job-" + job) || each.path("id").asLong() == job) {
          state = each.path("state").asText("");
        }
      }
      if (System.nanoTime() > end) {
        throw new TimeoutException("job " + job + " is " + state);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** Takes a checkpoint: from the request over HTTP until an agent is told COMPLETED, in nanos. */
  long checkpoint(long job) throws InterruptedException, TimeoutException {
    ObjectNode body = JSON.createObjectNode().put("requestId", UUID.randomUUID().toString());
    long begun = System.nanoTime();
    long id = admin.post("jobs/" + job + "/checkpoints", body).path("checkpointId").asLong();
    watch.awaitCompleted(job, id, BOUND_MILLIS);
    return System.nanoTime() - begun;
  }

  /** Ends a job, so that its slots are free. */
  void cancel(long job) throws InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("requestId", UUID.randomUUID().toString());
    admin.post("jobs/" + job + "/stop", body.put("mode", "cancel"));
  }

  @Override
  public void close() {
    agents.forEach(LoadAgent::close);
    frames.close();
    thread.shutdownNow();
  }
}
