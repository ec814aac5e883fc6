package io.cairn.coordinator.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteResponse;
import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.protocol.channel.Complaints;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What is not Raft ends its connection to a replica's Raft port, with one log line. */
class RaftPortTest {
  private static final long SEED = 20_261_123;
  private static final byte REQUEST = 1;
  private static final byte RESPONSE = 0;

  @TempDir Path root;
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).addAppender(lines);
  }

  @AfterEach
  void forget() {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAppender(lines);
  }

  @Test
  void whatIsNotRaftEndsItsConnectionWithOneLineAndTheReplicaGoesOn() throws Exception {
    try (TestCluster cluster = new TestCluster(root, 1)) {
      JraftReplicatedState replica = cluster.start("c1");
      cluster.awaitLeader();
      int port = cluster.membership("c1").self().raft().port();
      byte[] garbage = new byte[500];
      new Random(SEED).nextBytes(garbage);
      garbage[0] = 71;
      String vote = RequestVoteResponse.class.getName();
      assertRefused(port, garbage, "does not speak Raft");
      assertRefused(port, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII), "Raft");
      assertRefused(port, new byte[] {1, 9, 0, 1}, "of type 9");
      assertRefused(port, frame(REQUEST, "java.util.HashMap", 'H', 'Z'), "java.util.HashMap");
      assertRefused(port, frame(RESPONSE, "java.util.HashMap", 'H', 'Z'), "java.util.HashMap");
      assertRefused(port, frame(REQUEST, "", 'H', 'Z'), "without a type");
      byte[] tooLong = frame(REQUEST, vote);
      tooLong[18] = 0x7f; // the first octet of the body's length
      assertRefused(port, tooLong, "at most " + RaftFrames.MAX_BODY_BYTES);
      byte[] negative = frame(REQUEST, vote);
      negative[18] = (byte) 0xff;
      assertRefused(port, negative, "at most");
      byte[] half = frame(REQUEST, AppendEntriesRequest.class.getName(), 1, 2, 3, 4);
      assertRefused(port, java.util.Arrays.copyOf(half, half.length - 1), "did not become whole");
      writes(replica, "a1");
      assertEquals(List.of(), cluster.faults);
    }
  }

  @Test
  void aFloodOfGarbageIsNoFloodOfLines() throws Exception {
    try (TestCluster cluster = new TestCluster(root, 1)) {
      JraftReplicatedState replica = cluster.start("c1");
      cluster.awaitLeader();
      int port = cluster.membership("c1").self().raft().port();
      for (int i = 0; i < 10 * Complaints.LINES_PER_PERIOD; i++) {
        assertEquals(-1, answer(port, new byte[] {99, 98, 97}));
      }
      long said = warnings("does not speak Raft");
      assertTrue(said >= 1 && said <= 5 * Complaints.LINES_PER_PERIOD, "lines: " + said);
      writes(replica, "a1");
    }
  }

  @Test
  void aServerThatAnswersWithAnObjectIsRefused() throws Exception {
    CompletableFuture<Void> answers;
    try (TestCluster cluster = new TestCluster(root, 3);
        ServerSocket rogue = new ServerSocket()) {
      int port = cluster.membership("c2").self().raft().port();
      rogue.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      AtomicBoolean asked = new AtomicBoolean();
      answers = CompletableFuture.runAsync(() -> answer(rogue, asked));
      cluster.start("c1");
      Await.until("it asks for a vote", asked::get);
      Await.until("it refuses the answer", () -> warnings("not java.util.HashMap") > 0);
      cluster.start("c3");
      cluster.awaitLeader();
      assertEquals(List.of(), cluster.faults);
    }
    answers.join();
  }

  /** Answers whatever is asked with a response that holds a Hessian object. */
  private static void answer(ServerSocket rogue, AtomicBoolean asked) {
    while (!rogue.isClosed()) {
      try (Socket peer = rogue.accept()) {
        byte[] header = peer.getInputStream().readNBytes(22);
        if (header.length == 22) {
          byte[] response = frame(RESPONSE, "java.util.HashMap", 'H', 'Z');
          System.arraycopy(header, 5, response, 5, 4); // the request's number
          peer.getOutputStream().write(response);
          asked.set(true);
          peer.getInputStream().readAllBytes();
        }
      } catch (IOException gone) {
        // the next one
      }
    }
  }

  private void assertRefused(int port, byte[] octets, String why) throws IOException {
    synchronized (lines) {
      lines.list.clear();
    }
    assertEquals(-1, answer(port, octets), why);
    Await.until("a line", () -> warnings("") > 0);
    List<ILoggingEvent> said =
        said().stream().filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN)).toList();
    assertEquals(1, said.size(), said::toString);
    assertTrue(said.get(0).getFormattedMessage().contains(why), said::toString);
  }

  private List<ILoggingEvent> said() {
    synchronized (lines) { // as its own doAppend is
      return List.copyOf(lines.list);
    }
  }

  private long warnings(String part) {
    return said().stream()
        .filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
        .filter(line -> line.getFormattedMessage().contains(part))
        .count();
  }

  /** What comes back: -1 when the connection ends. */
  private static int answer(int port, byte[] octets) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(octets);
      socket.setSoTimeout(30_000);
      return socket.getInputStream().read();
    } catch (java.net.SocketException reset) {
      return -1; // closed with what we sent still unread
    }
  }

  /** Bolt's protocol 1: protocol, type, command, version, id, codec, timeout or status. */
  private static byte[] frame(byte type, String className, int... body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    byte[] name = className.getBytes(StandardCharsets.UTF_8);
    out.writeByte(1);
    out.writeByte(type);
    out.writeShort(type == REQUEST ? 1 : 2);
    out.writeByte(1);
    out.writeInt(1);
    out.writeByte(RefusingSerializer.HESSIAN);
    if (type == REQUEST) {
      out.writeInt(3000);
    } else {
      out.writeShort(0);
    }
    out.writeShort(name.length);
    out.writeShort(0);
    out.writeInt(body.length);
    out.write(name);
    for (int octet : body) {
      out.writeByte(octet);
    }
    return bytes.toByteArray();
  }

  private static void writes(JraftReplicatedState replica, String agent) throws Exception {
    Event event = new Event.RegisterAgent(new AgentId(agent), "n", "127.0.0.1", 1, 1, 0);
    Term term = replica.leadership().readyTerm().orElseThrow();
    assertTrue(Await.get(replica.propose(term, List.of(event))).get(0).isAccepted());
  }
}
