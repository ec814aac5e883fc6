package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.protocol.v1.TaskPhase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A NameNode that takes connections and never answers: it delays commits until their timeout, and
 * nothing else. More jobs wait for it than there are threads for the store.
 */
class HangingStoreIT {
  private static final int JOBS = 6;
  private static final String JOB =
      """
      {"requestId":"submit-%1$d","name":"job-%1$d","entryClass":"x.Job",
       "jarSha256":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
       "graph":{"operators":[{"id":"in","kind":"SOURCE","parallelism":1}],"edges":[]},
       "policy":{"intervalMillis":0,"timeoutMillis":4000}}
      """;

  @TempDir Path root;

  @Test
  void timeoutsFireAndReadsAndCommandsAreAnsweredWhileTheNameNodeHangs() throws Exception {
    List<Socket> asked = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> silence;
    try (ServerSocket nameNode = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      silence = CompletableFuture.runAsync(() -> hang(nameNode, asked));
      String store = "hdfs://127.0.0.1:" + nameNode.getLocalPort() + "/cairn";
      try (CoordinatorProcesses cluster = CoordinatorProcesses.start(root, 1, store);
          SteppedAgent agent = new SteppedAgent("a1", cluster.sessions())) {
        long term = cluster.get("cluster").path("leader").path("term").asLong();
        List<Long> jobs = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
          long job = cluster.post("jobs", JOB.formatted(i)).path("jobId").asLong();
          jobs.add(job);
          awaitState(cluster, job, "RUNNING");
        }
        for (long job : jobs) {
          commit(cluster, agent, job, 1);
        }
        Await.until(CoordinatorProcesses.BOUND, () -> !asked.isEmpty(), () -> "HDFS is asked");
        for (long job : jobs) {
          assertAborted(cluster, job, 1);
        }
        cluster.post(
            "jobs/" + jobs.get(0) + "/settings",
            "{\"requestId\":\"s\",\"who\":\"me\",\"settings\":{\"timeoutMillis\":5000}}");
        assertEquals(
            5000,
            cluster.get("jobs/" + jobs.get(0) + "/settings").findValue("timeoutMillis").asLong());
        commit(cluster, agent, jobs.get(0), 2);
        assertAborted(cluster, jobs.get(0), 2);
        for (long job : jobs) {
          JsonNode view = cluster.get("jobs/" + job);
          assertEquals("RUNNING", view.path("state").asText(), view::toString);
          assertEquals(1, view.path("attempt").asLong(), "no task was restarted");
        }
        assertEquals(term, cluster.get("cluster").path("leader").path("term").asLong());
        assertEquals(List.of(), agent.repeated);
        assertTrue(asked.stream().allMatch(Socket::isBound));
      }
    }
    silence.join();
    for (Socket socket : asked) {
      socket.close();
    }
  }

  private static void hang(ServerSocket nameNode, List<Socket> asked) {
    try {
      while (true) {
        asked.add(nameNode.accept());
      }
    } catch (IOException closed) {
      // the test has ended
    }
  }

  private static void awaitState(CoordinatorProcesses cluster, long job, String state) {
    Await.until(
        CoordinatorProcesses.BOUND,
        () -> cluster.get("jobs/" + job).path("state").asText().equals(state),
        () -> "job " + job + " is " + state);
  }

  /** Asks for a checkpoint and acknowledges it: from then on it needs the store. */
  private static void commit(
      CoordinatorProcesses cluster, SteppedAgent agent, long job, long checkpoint) {
    assertEquals(
        checkpoint,
        cluster
            .post(
                "jobs/" + job + "/checkpoints",
                "{\"requestId\":\"" + job + "-" + checkpoint + "\"}")
            .path("checkpointId")
            .asLong());
    Await.until(
        CoordinatorProcesses.BOUND,
        () -> agent.isTriggered(job, checkpoint),
        () -> "a trigger for job " + job);
    agent.status(job, 0, TaskPhase.TASK_PHASE_STARTED, checkpoint);
    agent.ack(job, 0, checkpoint);
  }

  private static void assertAborted(CoordinatorProcesses cluster, long job, long checkpoint) {
    String[] last = {""};
    Await.until(
        CoordinatorProcesses.BOUND,
        () -> {
          JsonNode view = cluster.get("jobs/" + job + "/checkpoints/" + checkpoint);
          last[0] = view.toString();
          return view.path("state").asText().equals("ABORTED")
              && view.path("reason").asText().startsWith("METADATA_FAILED");
        },
        () -> "job " + job + " aborts " + checkpoint + " by its timeout: " + last[0]);
  }
}
