package io.cairn.protocol.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.cairn.protocol.v1.AgentHello;
import io.cairn.protocol.v1.AgentMessage;
import io.cairn.protocol.v1.CoordinatorMessage;
import io.cairn.protocol.v1.Refused;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ProofGateTest {
  private static final long DEADLINE_SECONDS = 20;
  private static final byte[] SECRET =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OTHER =
      "fedcba9876543210fedcba9876543210".getBytes(StandardCharsets.US_ASCII);

  private final BlockingQueue<AgentMessage> served = new LinkedBlockingQueue<>();
  private final BlockingQueue<CoordinatorMessage> answers = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.cairn.protocol.channel");
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getFormattedMessage());
        }
      };
  private FramedServer server;

  @BeforeEach
  void start() throws IOException {
    appender.start();
    logger.addAppender(appender);
    server = bind(Preamble.SESSION.provenBy(Optional.of(SECRET)));
  }

  @AfterEach
  void stop() {
    server.close();
    logger.detachAppender(appender);
  }

  private FramedServer bind(Preamble preamble) throws IOException {
    return FramedServer.bind(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        preamble,
        AgentMessage.parser(),
        Echo::new);
  }

  @Test
  void who_knows_the_secret_is_served() throws Exception {
    try (FramedClient client = connect(server, Preamble.SESSION.provenBy(Optional.of(SECRET)))) {
      assertNotNull(client);
      CoordinatorMessage answer = answers.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
      assertNotNull(answer, lines.toString());
      assertEquals("agent-1", answer.getRefused().getDetail());
      assertEquals(0, lines.size(), lines.toString());
    }
  }

  @Test
  void an_agent_without_the_secret_gets_nothing_and_costs_one_line() throws Exception {
    assertRefused(
        Preamble.SESSION,
        "does not prove that it knows security.agentSecret",
        "closed without a word: if it wants a proof of security.agentSecret");
  }

  @Test
  void an_agent_with_another_secret_gets_nothing() throws Exception {
    assertRefused(
        Preamble.SESSION.provenBy(Optional.of(OTHER)),
        "its security.agentSecret is another",
        "security.agentSecret: it may have another");
  }

  /** Each side says why in one line, the server first. */
  private void assertRefused(Preamble preamble, String serverSays, String clientSays)
      throws Exception {
    try (FramedClient client = connect(server, preamble)) {
      assertNotNull(client);
      for (String says : new String[] {serverSays, clientSays}) {
        String line = lines.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
        assertTrue(line != null && line.contains(says), line);
      }
      assertNothingServed();
      assertEquals(0, lines.size(), lines.toString());
    }
  }

  @Test
  void a_process_that_has_no_secret_says_that_one_is_wanted() {
    byte[] greeting = new byte[Preamble.BYTES];
    ProofGate.PREAMBLE.toBytes().readBytes(greeting);
    String why = Preamble.SESSION.check(Unpooled.wrappedBuffer(greeting));
    assertTrue(why.contains("security.agentSecret"), why);
  }

  @Test
  void strangers_hear_not_one_octet() throws Exception {
    for (String sent :
        new String[] {"GET / HTTP/1.1\r\n\r\n", "CAIRNS\0\1", "CAIRNA\0\2 and more"}) {
      try (Socket socket = open()) {
        socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
        assertEquals("", rest(socket), sent);
      }
      assertNotNull(lines.poll(DEADLINE_SECONDS, TimeUnit.SECONDS), sent);
    }
    assertNothingServed();
  }

  @Test
  void a_proof_that_was_heard_is_worth_nothing_on_another_connection() throws Exception {
    byte[] mine = new byte[SecretProof.BYTES];
    SecretProof secret = new SecretProof(SECRET, 'S');
    byte[] proof;
    try (Socket socket = open()) {
      byte[] theirs = greet(socket, mine);
      proof = secret.proof(SecretProof.Side.CONNECTING, mine, theirs);
      socket.getOutputStream().write(proof);
      byte[] answer = new byte[SecretProof.BYTES];
      new DataInputStream(socket.getInputStream()).readFully(answer);
      assertArrayEquals(secret.proof(SecretProof.Side.ACCEPTING, mine, theirs), answer);
    }
    try (Socket socket = open()) {
      greet(socket, mine);
      socket.getOutputStream().write(proof);
      assertEquals("", rest(socket));
    }
    String line = lines.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
    assertTrue(line.contains("another"), line);
    assertNothingServed();
  }

  /** A false server that knows no secret: the client says no word of the session to it. */
  @Test
  void a_client_tells_nothing_to_a_server_without_the_secret() throws Exception {
    try (FramedServer other = bind(Preamble.SESSION.provenBy(Optional.of(OTHER)));
        FramedClient client = connect(other, Preamble.SESSION.provenBy(Optional.of(SECRET)))) {
      assertNotNull(client);
      assertNotNull(lines.poll(DEADLINE_SECONDS, TimeUnit.SECONDS));
      assertNothingServed();
    }
  }

  @Test
  void proofs_differ_by_side_protocol_numbers_and_secret() {
    SecretProof secret = new SecretProof(SECRET, 'S');
    byte[] a = SecretProof.random();
    byte[] b = SecretProof.random();
    byte[] proof = secret.proof(SecretProof.Side.CONNECTING, a, b);
    assertTrue(SecretProof.same(proof, secret.proof(SecretProof.Side.CONNECTING, a, b)));
    assertFalse(SecretProof.same(proof, secret.proof(SecretProof.Side.ACCEPTING, a, b)));
    assertFalse(SecretProof.same(proof, secret.proof(SecretProof.Side.CONNECTING, b, a)));
    SecretProof data = new SecretProof(SECRET, 'D');
    assertFalse(SecretProof.same(proof, data.proof(SecretProof.Side.CONNECTING, a, b)));
    SecretProof other = new SecretProof(OTHER, 'S');
    assertFalse(SecretProof.same(proof, other.proof(SecretProof.Side.CONNECTING, a, b)));
    assertThrows(IllegalArgumentException.class, () -> new SecretProof(new byte[15], 'S'));
  }

  private void assertNothingServed() throws Exception {
    assertNull(answers.poll(200, TimeUnit.MILLISECONDS));
    assertNull(served.peek());
  }

  private Socket open() throws IOException {
    Socket socket = new Socket(server.address().getAddress(), server.address().getPort());
    socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(DEADLINE_SECONDS));
    return socket;
  }

  /** Sends our random number; the server's. */
  private static byte[] greet(Socket socket, byte[] mine) throws IOException {
    ByteArrayOutputStream greeting = new ByteArrayOutputStream();
    ProofGate.PREAMBLE.toBytes().readBytes(greeting, Preamble.BYTES);
    greeting.write(mine);
    socket.getOutputStream().write(greeting.toByteArray());
    byte[] answer = new byte[Preamble.BYTES + SecretProof.BYTES];
    new DataInputStream(socket.getInputStream()).readFully(answer);
    return Arrays.copyOfRange(answer, Preamble.BYTES, answer.length);
  }

  /** All that comes until the end. */
  private static String rest(Socket socket) throws IOException {
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (SocketException reset) {
      return "";
    }
  }

  private FramedClient connect(FramedServer to, Preamble preamble) throws Exception {
    FramedClient client = new FramedClient(preamble);
    client
        .connect(to.address(), Duration.ofSeconds(2), CoordinatorMessage.parser(), new Greeter())
        .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    return client;
  }

  private final class Echo implements ConnectionHandler<AgentMessage, CoordinatorMessage> {
    @Override
    public void onOpen(FramedConnection<CoordinatorMessage> connection) {}

    @Override
    public void onMessage(FramedConnection<CoordinatorMessage> from, AgentMessage message) {
      served.add(message);
      Refused echo = Refused.newBuilder().setDetail(message.getHello().getAgentId()).build();
      from.send(CoordinatorMessage.newBuilder().setRefused(echo).build());
    }

    @Override
    public void onClosed(FramedConnection<CoordinatorMessage> connection, String reason) {}
  }

  private final class Greeter implements ConnectionHandler<CoordinatorMessage, AgentMessage> {
    @Override
    public void onOpen(FramedConnection<AgentMessage> connection) {
      AgentHello hello = AgentHello.newBuilder().setAgentId("agent-1").build();
      connection.send(AgentMessage.newBuilder().setHello(hello).build());
    }

    @Override
    public void onMessage(FramedConnection<AgentMessage> from, CoordinatorMessage message) {
      answers.add(message);
    }

    @Override
    public void onClosed(FramedConnection<AgentMessage> connection, String reason) {}
  }
}
