package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cairn.chaos.linearizability.History;
import io.cairn.chaos.linearizability.LinearizabilityChecker;
import io.cairn.chaos.linearizability.LinearizabilityChecker.Outcome;
import io.cairn.chaos.linearizability.LinearizabilityChecker.Result;
import io.cairn.chaos.linearizability.Operation;
import io.cairn.chaos.linearizability.RegisterModel;
import io.cairn.chaos.linearizability.RegisterModel.Call;
import io.cairn.chaos.linearizability.RegisterModel.Read;
import io.cairn.chaos.linearizability.RegisterModel.Write;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Settings of a job as registers: written and read through every replica, while leaders are killed,
 * and stopped for longer than an election takes, so that they wake up believing that they lead.
 * What the clients saw is linearizable.
 */
class RegistersIT {
  private static final Map<String, Long> REGISTERS =
      Map.of("timeoutMillis", 120_000L, "jitterMillis", 0L);
  private static final String JOB =
      """
      {"requestId":"submit","name":"registers","entryClass":"x.Job",
       "jarSha256":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
       "graph":{"operators":[{"id":"in","kind":"SOURCE","parallelism":1}],"edges":[]},
       "policy":{"intervalMillis":0,"timeoutMillis":120000}}
      """;
  private static final int REPLICAS = 3;
  private static final int CLIENTS = 4;
  private static final int ROUNDS = 3;
  private static final Duration SEARCH_BOUND = Duration.ofMinutes(1);
  private static final long PAUSE_BETWEEN_CALLS_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long STOPPED_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  private final ObjectMapper json = new ObjectMapper();
  private final History<Call, Long> history = new History<>();
  private final AtomicLong nextValue = new AtomicLong(10_000);
  private final AtomicLong writes = new AtomicLong();
  private final AtomicLong reads = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();

  @TempDir Path root;

  @Test
  void whatClientsSeeIsLinearizableWhileLeadersDieAndSleep() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (CoordinatorProcesses cluster =
        CoordinatorProcesses.start(root, REPLICAS, root.resolve("store").toUri().toString())) {
      long job = cluster.post("jobs", JOB).path("jobId").asLong();
      List<Future<?>> running = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        Random random = new Random(client);
        running.add(clients.submit(() -> callUntilTheEnd(cluster, job, random)));
      }
      for (int round = 0; round < ROUNDS; round++) {
        awaitProgress();
        int killed = cluster.leader();
        cluster.kill(killed);
        awaitProgress();
        cluster.restart(killed);
        awaitProgress();
        int stopped = cluster.leader();
        cluster.pause(stopped);
        LockSupport.parkNanos(STOPPED_NANOS); // longer than an election
        awaitProgress();
        cluster.resume(stopped);
      }
      awaitProgress();
      over.set(true);
      for (Future<?> client : running) {
        client.get(1, TimeUnit.MINUTES);
      }
      cluster.awaitServing();
    } finally {
      over.set(true);
      clients.shutdownNow();
    }
    assertEquals(REGISTERS.keySet(), history.objects().keySet());
    history.objects().forEach(RegistersIT::assertLinearizable);
  }

  private static void assertLinearizable(String name, List<Operation<Call, Long>> operations) {
    Outcome<Call, Long> outcome =
        LinearizabilityChecker.check(
            new RegisterModel(REGISTERS.get(name)), operations, SEARCH_BOUND);
    assertEquals(
        Result.LINEARIZABLE,
        outcome.result(),
        () ->
            "%s, %d operations; after %d of them this fits nowhere: %s"
                .formatted(name, operations.size(), outcome.longest().size(), outcome.stuck()));
  }

  /** Waits until both reads and writes have succeeded since: each fault acts on live traffic. */
  private void awaitProgress() {
    long read = reads.get() + 10;
    long written = writes.get() + 10;
    Await.until(
        CoordinatorProcesses.BOUND,
        () -> reads.get() >= read && writes.get() >= written,
        () -> "progress: " + reads + " reads, " + writes + " writes");
  }

  private void callUntilTheEnd(CoordinatorProcesses cluster, long job, Random random) {
    List<String> names = List.copyOf(REGISTERS.keySet());
    String path = "jobs/" + job + "/settings";
    while (!over.get()) {
      String name = names.get(random.nextInt(names.size()));
      int member = random.nextInt(REPLICAS);
      long invoked = System.nanoTime();
      if (random.nextBoolean()) {
        long value = nextValue.incrementAndGet();
        write(cluster, member, path, name, value, invoked);
      } else {
        read(cluster, member, path, name, invoked);
      }
      LockSupport.parkNanos(PAUSE_BETWEEN_CALLS_NANOS);
    }
  }

  private void write(
      CoordinatorProcesses cluster,
      int member,
      String path,
      String name,
      long value,
      long invoked) {
    Write write = new Write(value);
    String body =
        "{\"requestId\":\"w%1$d\",\"who\":\"test\",\"settings\":{\"%2$s\":%1$d}}"
            .formatted(value, name);
    try {
      if (cluster.call(member, "PATCH", path, body).statusCode() == 200) {
        history.add(name, Operation.answered(write, value, invoked, System.nanoTime()));
        writes.incrementAndGet();
      } else {
        history.add(name, Operation.unknown(write, invoked));
      }
    } catch (ConnectException refused) {
      // nothing was sent, so nothing was written
    } catch (IOException e) {
      history.add(name, Operation.unknown(write, invoked));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A read without an answer says nothing. */
  private void read(
      CoordinatorProcesses cluster, int member, String path, String name, long invoked) {
    try {
      HttpResponse<String> answer = cluster.call(member, "GET", path, "");
      if (answer.statusCode() == 200) {
        long value = json.readTree(answer.body()).path("settings").path(name).asLong(-1);
        history.add(name, Operation.answered(new Read(), value, invoked, System.nanoTime()));
        reads.incrementAndGet();
      }
    } catch (IOException unanswered) {
      // not an observation
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
