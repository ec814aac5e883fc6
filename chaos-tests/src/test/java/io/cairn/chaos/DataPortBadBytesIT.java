package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.process.failpoint.Failpoint;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Strangers send bad bytes to the data port of an agent, a real process, in the middle of a
 * checkpoint. Each is told goodbye and leaves one line in its log; the records of the agents that
 * belong there are not disturbed, and the checkpoint completes.
 */
class DataPortBadBytesIT {
  private static final long SEED = 20_261_123;
  private static final byte[] MAGIC = "CAIRNDAT".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path directory;

  @Test
  void badBytesEndTheirConnectionAndNothingElse() throws Exception {
    try (GatedCluster cluster =
        GatedCluster.start("bad-data", "", Files.createDirectory(directory.resolve("gates")))) {
      LedgerRun run = cluster.submit("bad-data");
      run.awaitRecords(RecordLedger.KEYS);
      long before = cluster.arrivals("a1", Failpoint.BEFORE_ACK);
      cluster.close("a1", Failpoint.BEFORE_ACK);
      long id = run.trigger();
      Await.until(
          FlightDelaysRun.BOUND,
          () -> cluster.arrivals("a1", Failpoint.BEFORE_ACK) > before,
          () -> "an ack to wait: " + run.shown(id));

      JsonNode view = cluster.processes().admin().get("cluster");
      InetSocketAddress port = dataPort(view, "a1");
      long closed = closings(cluster);
      Map<String, byte[]> bad = bad(view.path("clusterId").asText());
      assertAllEnd(port, bad);
      long wanted = closed + bad.size();
      Await.until(
          FlightDelaysRun.BOUND,
          () -> closings(cluster) >= wanted,
          () ->
              "a line for each of "
                  + bad.keySet()
                  + "; tail: "
                  + cluster.processes().lastWords("a1"));
      assertEquals(wanted, closings(cluster), () -> "" + cluster.processes().lastWords("a1"));

      run.awaitRecords(KillMoment.AT_STAKE);
      cluster.openAll();
      run.awaitCompleted(id);
      assertEquals(1, run.attempt(), "no task was restarted");
      LedgerAudit audit = run.drain();
      audit.assertExact();
      assertEquals(0, audit.replayed(), "no record was processed twice");
    }
  }

  private static Map<String, byte[]> bad(String cluster) throws IOException {
    Map<String, byte[]> bad = new LinkedHashMap<>();
    byte[] garbage = new byte[3_000];
    new Random(SEED).nextBytes(garbage);
    byte[] peer = preamble(1, cluster, "stranger");
    bad.put("garbage", garbage);
    bad.put("HTTP", "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    bad.put("a coordinator's protocol", "CAIRNS\0\1".getBytes(StandardCharsets.US_ASCII));
    bad.put("another version", preamble(2, cluster, "stranger"));
    bad.put("another cluster", preamble(1, "another-cluster", "stranger"));
    bad.put("an empty id", preamble(1, "", ""));
    bad.put("half a preamble, then nothing", Arrays.copyOf(peer, 5));
    bad.put("a preamble, then nothing", peer);
    bad.put("a frame too long", joined(peer, new byte[] {0x7f, -1, -1, -1, 4, 0, 0, 0, 0}));
    bad.put("a frame of negative length", joined(peer, new byte[] {-1, -1, -1, -1, 4, 0}));
    bad.put("a frame too short", joined(peer, new byte[] {0, 0, 0, 2, 4, 0}));
    bad.put("a frame of an unknown type", joined(peer, new byte[] {0, 0, 0, 5, 99, 0, 0, 0, 1}));
    bad.put("an open without a key", joined(peer, new byte[] {0, 0, 0, 6, 1, 0, 0, 0, 1, 7}));
    bad.put("a ping with more", joined(peer, new byte[] {0, 0, 0, 6, 7, 0, 0, 0, 0, 7}));
    return bad;
  }

  private static byte[] preamble(int version, String cluster, String agent) throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(octets);
    out.write(MAGIC);
    out.writeShort(version);
    for (String id : new String[] {cluster, agent}) {
      out.writeByte(id.length());
      out.writeBytes(id);
    }
    return octets.toByteArray();
  }

  /** Sends all, then reads each until its end: the agent must close, not we. */
  private static void assertAllEnd(InetSocketAddress port, Map<String, byte[]> bad)
      throws IOException {
    Map<String, Socket> sockets = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, byte[]> each : bad.entrySet()) {
        Socket socket = new Socket();
        sockets.put(each.getKey(), socket);
        socket.connect(port);
        socket.setSoTimeout((int) FlightDelaysRun.BOUND.toMillis());
        socket.getOutputStream().write(each.getValue());
      }
      for (Map.Entry<String, Socket> each : sockets.entrySet()) {
        assertEnds(each.getKey(), each.getValue());
      }
    } finally {
      for (Socket socket : sockets.values()) {
        socket.close();
      }
    }
  }

  private static void assertEnds(String what, Socket socket) throws IOException {
    try {
      byte[] unused = socket.getInputStream().readAllBytes();
    } catch (SocketException reset) {
      assertTrue(String.valueOf(reset.getMessage()).contains("reset"), what + ": " + reset);
    }
  }

  private static InetSocketAddress dataPort(JsonNode cluster, String agent) {
    for (JsonNode each : cluster.path("agents")) {
      if (each.path("id").asText().equals(agent)) {
        return new InetSocketAddress(each.path("host").asText(), each.path("port").asInt());
      }
    }
    throw new AssertionError("no agent " + agent + " in " + cluster);
  }

  private static long closings(GatedCluster cluster) throws IOException {
    Path log = cluster.processes().directory().resolve("logs").resolve("a1.log");
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.matches(".*data connection with .* closed: .*")).count();
    }
  }

  private static byte[] joined(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
