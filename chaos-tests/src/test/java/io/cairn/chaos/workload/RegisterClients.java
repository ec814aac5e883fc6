package io.cairn.chaos.workload;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cairn.chaos.check.Verdict;
import io.cairn.chaos.linearizability.History;
import io.cairn.chaos.linearizability.LinearizabilityChecker;
import io.cairn.chaos.linearizability.LinearizabilityChecker.Outcome;
import io.cairn.chaos.linearizability.LinearizabilityChecker.Result;
import io.cairn.chaos.linearizability.Operation;
import io.cairn.chaos.linearizability.RegisterModel;
import io.cairn.chaos.linearizability.RegisterModel.Call;
import io.cairn.chaos.linearizability.RegisterModel.Read;
import io.cairn.chaos.linearizability.RegisterModel.Write;
import io.cairn.process.HostPort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Settings of a job as registers: clients write and read them through every replica and note what
 * they asked, when, and what was answered. Thread-safe.
 */
public final class RegisterClients implements AutoCloseable {
  /** The registers and what they hold at the beginning. */
  public static final Map<String, Long> REGISTERS =
      Map.of("timeoutMillis", 120_000L, "jitterMillis", 0L);

  private static final int CLIENTS = 4;
  private static final Duration CALL_BOUND = Duration.ofSeconds(5);
  private static final Duration SEARCH_BOUND = Duration.ofMinutes(1);
  private static final long CLIENT_END_SECONDS = 60;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final History<Call, Long> history = new History<>();
  private final AtomicLong nextValue = new AtomicLong(10_000);
  private final AtomicLong writes = new AtomicLong();
  private final AtomicLong reads = new AtomicLong();
  private final AtomicLong unknown = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();
  private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
  private final List<Future<?>> running = new ArrayList<>();
  private final Supplier<List<HostPort>> replicas;
  private final long job;
  private final long pauseNanos;

  /**
   * Makes clients that do nothing yet.
   *
   * @param replicas admin addresses of the members, asked before each call
   * @param job whose settings {@link #REGISTERS} are as they were submitted
   * @param pauseMillis between two calls of a client
   */
  public RegisterClients(Supplier<List<HostPort>> replicas, long job, long pauseMillis) {
    this.replicas = replicas;
    this.job = job;
    this.pauseNanos = TimeUnit.MILLISECONDS.toNanos(pauseMillis);
  }

  /** Lets the clients call, each from a seed of its own, until {@link #finish}. */
  public void start(long seed) {
    for (int client = 0; client < CLIENTS; client++) {
      Random random = new Random(seed + client);
      running.add(threads.submit(() -> callUntilTheEnd(random)));
    }
  }

  public long reads() {
    return reads.get();
  }

  public long writes() {
    return writes.get();
  }

  /** What the clients saw, by register. */
  public History<Call, Long> history() {
    return history;
  }

  /** Ends the clients and judges what they saw. */
  public Verdict finish() throws InterruptedException, ExecutionException, TimeoutException {
    over.set(true);
    for (Future<?> client : running) {
      client.get(CLIENT_END_SECONDS, TimeUnit.SECONDS);
    }
    return judge(history.objects())
        .with(
            "%d reads, %d writes, %d writes of unknown outcome"
                .formatted(reads.get(), writes.get(), unknown.get()));
  }

  static Verdict judge(Map<String, List<Operation<Call, Long>>> objects) {
    List<String> violations = new ArrayList<>();
    long operations = 0;
    for (Map.Entry<String, Long> register : REGISTERS.entrySet()) {
      List<Operation<Call, Long>> seen = objects.getOrDefault(register.getKey(), List.of());
      operations += seen.size();
      Outcome<Call, Long> outcome =
          LinearizabilityChecker.check(new RegisterModel(register.getValue()), seen, SEARCH_BOUND);
      if (outcome.result() != Result.LINEARIZABLE) {
        violations.add(
            "%s is %s: of %d operations, after %d this fits nowhere: %s"
                .formatted(
                    register.getKey(),
                    outcome.result(),
                    seen.size(),
                    outcome.longest().size(),
                    outcome.stuck()));
      }
    }
    return Verdict.of("registers are linearizable", operations, violations);
  }

  private void callUntilTheEnd(Random random) {
    List<String> names = REGISTERS.keySet().stream().sorted().toList();
    while (!over.get() && !Thread.currentThread().isInterrupted()) {
      String name = names.get(random.nextInt(names.size()));
      List<HostPort> now = replicas.get();
      HostPort replica = now.get(random.nextInt(now.size()));
      if (random.nextBoolean()) {
        write(replica, name, nextValue.incrementAndGet());
      } else {
        read(replica, name);
      }
      LockSupport.parkNanos(pauseNanos);
    }
  }

  private HttpResponse<String> call(HostPort replica, String method, String body)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://" + replica + "/api/v1/jobs/" + job + "/settings");
    return http.send(
        HttpRequest.newBuilder(uri)
            .timeout(CALL_BOUND)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private void write(HostPort replica, String name, long value) {
    Write write = new Write(value);
    String body =
        "{\"requestId\":\"w%1$d\",\"who\":\"test\",\"settings\":{\"%2$s\":%1$d}}"
            .formatted(value, name);
    long invoked = System.nanoTime();
    try {
      if (call(replica, "PATCH", body).statusCode() == 200) {
        history.add(name, Operation.answered(write, value, invoked, System.nanoTime()));
        writes.incrementAndGet();
        return;
      }
    } catch (ConnectException refused) {
      return; // nothing was sent, so nothing was written
    } catch (IOException e) {
      // it may have been written, or be written later
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    history.add(name, Operation.unknown(write, invoked));
    unknown.incrementAndGet();
  }

  /** A read without an answer says nothing. */
  private void read(HostPort replica, String name) {
    long invoked = System.nanoTime();
    try {
      HttpResponse<String> answer = call(replica, "GET", "");
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

  @Override
  public void close() {
    over.set(true);
    threads.shutdownNow();
  }
}
