package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.protocol.v1.AgentHeartbeat;
import io.cairn.protocol.v1.AgentHello;
import io.cairn.protocol.v1.AgentMessage;
import io.cairn.protocol.v1.TaskPhase;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bad bytes on every port of a leader that is a real process, in the middle of a checkpoint: each
 * ends its connection with one log line, and nothing else happens. Three processes, since the Raft
 * port is in use then.
 */
class BadBytesIT {
  private static final long SEED = 20_261_123;

  /** Not what is tested: on a busy machine there are elections for no other reason. */
  private static final String PATIENT = "raft: {electionTimeoutMillis: 5000}\n";

  private static final String JOB =
      """
      {"requestId":"submit","name":"job","entryClass":"x.Job",
       "jarSha256":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
       "graph":{"operators":[{"id":"in","kind":"SOURCE","parallelism":1}],"edges":[]},
       "policy":{"intervalMillis":0,"timeoutMillis":120000}}
      """;

  @TempDir Path root;

  @Test
  void badBytesEndTheirConnectionWithOneLineAndNothingElseHappens() throws Exception {
    String store = root.resolve("store").toUri().toString();
    try (CoordinatorProcesses cluster = CoordinatorProcesses.start(root, 3, store, PATIENT);
        SteppedAgent agent = new SteppedAgent("a1", cluster.sessions())) {
      long job = cluster.post("jobs", JOB).path("jobId").asLong();
      awaitState(cluster, "jobs/" + job, "RUNNING");
      int leader = cluster.leader();
      long term = cluster.get("cluster").path("leader").path("term").asLong();
      cluster.post("jobs/" + job + "/checkpoints", "{\"requestId\":\"one\"}");
      Await.until(CoordinatorProcesses.BOUND, () -> agent.isTriggered(job, 1), () -> "a trigger");
      agent.status(job, 0, TaskPhase.TASK_PHASE_STARTED, 1);

      int before = complaints(cluster, leader);
      int bad = 0;
      for (Map.Entry<String, byte[]> one : forSessions().entrySet()) {
        assertEnds(cluster, leader, CoordinatorProcesses.Port.SESSION, one);
        bad++;
      }
      for (Map.Entry<String, byte[]> one : forRaft().entrySet()) {
        assertEnds(cluster, leader, CoordinatorProcesses.Port.RAFT, one);
        bad++;
      }
      for (Map.Entry<String, byte[]> one : forHttp().entrySet()) {
        assertEnds(cluster, leader, CoordinatorProcesses.Port.ADMIN, one);
        bad++;
      }
      int wanted = before + bad;
      Await.until(
          CoordinatorProcesses.BOUND,
          () -> complaints(cluster, leader) >= wanted,
          () -> "a line for each: " + lines(cluster, leader));
      assertEquals(wanted, complaints(cluster, leader), () -> lines(cluster, leader));

      agent.ack(job, 0, 1);
      awaitState(cluster, "jobs/" + job + "/checkpoints/1", "COMPLETED");
      assertEquals(term, cluster.get("cluster").path("leader").path("term").asLong());
      assertEquals(List.of(), agent.troubles);
      assertEquals(List.of(), agent.repeated);
    }
  }

  private static Map<String, byte[]> forSessions() throws IOException {
    Map<String, byte[]> bad = new LinkedHashMap<>();
    byte[] garbage = new byte[3_000];
    new Random(SEED).nextBytes(garbage);
    byte[] preamble = "CAIRNS\0\1".getBytes(StandardCharsets.US_ASCII);
    bad.put("garbage", garbage);
    bad.put("another version", "CAIRNS\0\2".getBytes(StandardCharsets.US_ASCII));
    bad.put("another protocol", "CAIRNX\0\1".getBytes(StandardCharsets.US_ASCII));
    bad.put("half a preamble, then nothing", Arrays.copyOf(preamble, 4));
    bad.put("a preamble, then nothing", preamble);
    bad.put("a frame too long", joined(preamble, new byte[] {0x7f, 1, 2, 3, 4}));
    bad.put("a frame that is no message", joined(preamble, new byte[] {0, 0, 0, 2, -1, -1}));
    bad.put("a heartbeat before the hello", joined(preamble, framed(heartbeat())));
    AgentMessage old =
        AgentMessage.newBuilder().setHello(AgentHello.newBuilder().setProtocolVersion(9)).build();
    bad.put("a hello of another version", joined(preamble, framed(old)));
    return bad;
  }

  private static Map<String, byte[]> forRaft() {
    Map<String, byte[]> bad = new LinkedHashMap<>();
    byte[] garbage = new byte[3_000];
    new Random(SEED + 1).nextBytes(garbage);
    garbage[0] = 77;
    bad.put("garbage", garbage);
    bad.put("HTTP", "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    bad.put("an unknown command", new byte[] {1, 1, 9, 9, 1, 0, 0, 0, 1});
    bad.put("half a header, then nothing", new byte[] {1, 1, 0, 1, 1, 0});
    return bad;
  }

  private static Map<String, byte[]> forHttp() {
    Map<String, byte[]> bad = new LinkedHashMap<>();
    byte[] garbage = new byte[3_000];
    new Random(SEED + 2).nextBytes(garbage);
    bad.put("garbage", garbage);
    bad.put("no HTTP", "CAIRNS\0\1".getBytes(StandardCharsets.US_ASCII));
    bad.put(
        "a header too long", ("GET /" + "x".repeat(100_000)).getBytes(StandardCharsets.US_ASCII));
    return bad;
  }

  /** Reads until the end: the other side must close, not we. */
  private static void assertEnds(
      CoordinatorProcesses cluster,
      int member,
      CoordinatorProcesses.Port port,
      Map.Entry<String, byte[]> bad)
      throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(cluster.address(member, port));
      socket.setSoTimeout((int) CoordinatorProcesses.BOUND.toMillis());
      socket.getOutputStream().write(bad.getValue());
      socket.getInputStream().readAllBytes();
    } catch (SocketException reset) {
      assertTrue(!reset.getMessage().contains("refused"), port + ": " + bad.getKey());
    }
  }

  /** Ours, and those of Bolt, which would come on top. */
  private static int complaints(CoordinatorProcesses cluster, int member) throws IOException {
    return (int)
        cluster.logLines(member).stream()
            .filter(line -> line.contains("closing the connection") || line.contains("Caught in"))
            .count();
  }

  private static String lines(CoordinatorProcesses cluster, int member) {
    try {
      return String.join("\n", cluster.logLines(member));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void awaitState(CoordinatorProcesses cluster, String path, String state) {
    Await.until(
        CoordinatorProcesses.BOUND,
        () -> cluster.get(path).path("state").asText().equals(state),
        () -> path + " is " + state);
  }

  private static AgentMessage heartbeat() {
    return AgentMessage.newBuilder()
        .setHeartbeat(AgentHeartbeat.newBuilder().setSequence(1))
        .build();
  }

  private static byte[] framed(AgentMessage message) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new DataOutputStream(bytes).writeInt(message.getSerializedSize());
    message.writeTo(bytes);
    return bytes.toByteArray();
  }

  private static byte[] joined(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
