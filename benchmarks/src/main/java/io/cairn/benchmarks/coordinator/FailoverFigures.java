package io.cairn.benchmarks.coordinator;

import io.cairn.benchmarks.report.BenchReport;
import io.cairn.benchmarks.report.Target;
import io.cairn.process.HostPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * SIGKILL of the leader to the next committed write: a change of a job's settings, asked of both
 * others every 50 ms by requests that do not wait for each other: a coordinator keeps each until
 * there is a leader. With agents and a running job, which takes some checkpoints before each kill.
 */
final class FailoverFigures {
  private static final long PROBE_MILLIS = 50;
  private static final int CHECKPOINTS_BEFORE = 20;
  private static final long BOUND_NANOS = 20_000_000_000L;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();
  private final Coordinators cluster;
  private final long job;
  private long value = 60_000;

  private FailoverFigures(Coordinators cluster, long job) {
    this.cluster = cluster;
    this.job = job;
  }

  static void measure(BenchPlan plan, BenchReport report)
      throws IOException, InterruptedException, TimeoutException {
    try (Coordinators cluster = plan.cluster("failover");
        Fleet fleet = Fleet.connect(cluster)) {
      long job = fleet.job("steady", 100);
      FailoverFigures figures = new FailoverFigures(cluster, job);
      List<Double> millis = new ArrayList<>();
      for (int i = 0; i < plan.failovers(); i++) {
        for (int k = 0; k < CHECKPOINTS_BEFORE; k++) {
          fleet.checkpoint(job);
        }
        millis.add(figures.once());
        fleet.watch().awaitConnected(Fleet.AGENTS, 30_000);
      }
      Numbers numbers = new Numbers(millis);
      report.figure("failoverP50Ms", numbers.percentile(50), Target.atMost(600));
      report.figure("failoverMaxMs", numbers.max(), Target.atMost(1_500));
      report.setting("failovers", plan.failovers());
      report.detail("failoverMs", numbers.summary());
    }
  }

  private double once() throws IOException, InterruptedException, TimeoutException {
    int leader = cluster.leader().index();
    AtomicLong committed = new AtomicLong();
    long killed = System.nanoTime();
    cluster.kill(leader);
    while (committed.get() == 0) {
      for (int i = 0; i < Coordinators.REPLICAS; i++) {
        if (i != leader) {
          probe(cluster.admin(i), committed);
        }
      }
      if (System.nanoTime() - killed > BOUND_NANOS) {
        throw new TimeoutException("no write was committed for 20 s after the kill");
      }
      for (int i = 0; i < PROBE_MILLIS && committed.get() == 0; i++) {
        Thread.sleep(1);
      }
    }
    cluster.restart(leader);
    return (committed.get() - killed) / 1e6;
  }

  private void probe(HostPort to, AtomicLong committed) {
    String body =
        "{\"requestId\":\""
            + UUID.randomUUID()
            + "\",\"who\":\"bench\",\"settings\":{\"timeoutMillis\":"
            + value++
            + "}}";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + to + "/api/v1/jobs/" + job + "/settings"))
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(5))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    var unused =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
            .thenAccept(
                answer -> {
                  if (answer.statusCode() == 200) {
                    committed.compareAndSet(0, System.nanoTime());
                  }
                });
  }
}
