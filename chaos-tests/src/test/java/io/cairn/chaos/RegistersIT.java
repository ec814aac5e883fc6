package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairn.chaos.check.Verdict;
import io.cairn.chaos.workload.RegisterClients;
import io.cairn.process.HostPort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Settings of a job as registers: written and read through every replica, while leaders are killed,
 * and stopped for longer than an election takes, so that they wake up believing that they lead.
 * What the clients saw is linearizable.
 */
class RegistersIT {
  private static final String JOB =
      """
      {"requestId":"submit","name":"registers","entryClass":"x.Job",
       "jarSha256":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
       "graph":{"operators":[{"id":"in","kind":"SOURCE","parallelism":1}],"edges":[]},
       "policy":{"intervalMillis":0,"timeoutMillis":120000}}
      """;
  private static final int REPLICAS = 3;
  private static final int ROUNDS = 3;
  private static final long PAUSE_BETWEEN_CALLS_MILLIS = 20;
  private static final long STOPPED_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  @TempDir Path root;

  @Test
  void whatClientsSeeIsLinearizableWhileLeadersDieAndSleep() throws Exception {
    try (CoordinatorProcesses cluster =
        CoordinatorProcesses.start(root, REPLICAS, root.resolve("store").toUri().toString())) {
      long job = cluster.post("jobs", JOB).path("jobId").asLong();
      List<HostPort> replicas = new ArrayList<>();
      for (int member = 0; member < REPLICAS; member++) {
        replicas.add(
            new HostPort("127.0.0.1", cluster.port(member, CoordinatorProcesses.Port.ADMIN)));
      }
      try (RegisterClients clients =
          new RegisterClients(() -> replicas, job, PAUSE_BETWEEN_CALLS_MILLIS)) {
        clients.start(0);
        for (int round = 0; round < ROUNDS; round++) {
          awaitProgress(clients);
          int killed = cluster.leader();
          cluster.kill(killed);
          awaitProgress(clients);
          cluster.restart(killed);
          awaitProgress(clients);
          int stopped = cluster.leader();
          cluster.pause(stopped);
          LockSupport.parkNanos(STOPPED_NANOS); // longer than an election
          awaitProgress(clients);
          cluster.resume(stopped);
        }
        awaitProgress(clients);
        Verdict verdict = clients.finish();
        assertEquals(List.of(), verdict.violations(), verdict.note());
        assertEquals(RegisterClients.REGISTERS.keySet(), clients.history().objects().keySet());
        cluster.awaitServing();
      }
    }
  }

  /** Waits until both reads and writes have succeeded since: each fault acts on live traffic. */
  private static void awaitProgress(RegisterClients clients) {
    long read = clients.reads() + 10;
    long written = clients.writes() + 10;
    Await.until(
        CoordinatorProcesses.BOUND,
        () -> clients.reads() >= read && clients.writes() >= written,
        () -> "progress: " + clients.reads() + " reads, " + clients.writes() + " writes");
  }
}
