package io.cairn.protocol.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.protocol.v1.AgentHello;
import io.cairn.protocol.v1.AgentMessage;
import io.cairn.protocol.v1.CoordinatorMessage;
import io.cairn.protocol.v1.Refused;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FramedChannelTest {

  private static final long DEADLINE_SECONDS = 10;

  private final BlockingQueue<AgentMessage> served = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> serverClosed = new LinkedBlockingQueue<>();
  private FramedServer server;
  private FramedClient client;

  @BeforeEach
  void start() throws IOException {
    server =
        FramedServer.bind(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Preamble.SESSION,
            AgentMessage.parser(),
            Echo::new);
    client = new FramedClient(Preamble.SESSION);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void aMessageGoesThereAndItsAnswerComesBack() throws Exception {
    Collect answers = new Collect("agent-1");
    connect(answers);
    CoordinatorMessage answer = answers.messages.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
    assertEquals("agent-1", answer.getRefused().getDetail());
  }

  @Test
  void randomBytesCloseTheirConnectionAndNoOther() throws Exception {
    Collect healthy = new Collect("healthy");
    connect(healthy);
    healthy.messages.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      byte[] garbage = new byte[8 + random.nextInt(2000)];
      random.nextBytes(garbage);
      assertClosedByServer(garbage);
    }
    assertTrue(healthy.opened.isOpen());
  }

  @Test
  void aFrameAboveTheLimitClosesTheConnection() throws Exception {
    assertClosedByServer(afterPreamble(FramedPipeline.MAX_FRAME_BYTES + 1, new byte[16]));
    assertTrue(take(serverClosed).contains("TooLongFrameException"));
  }

  @Test
  void aFrameThatIsNoMessageClosesTheConnection() throws Exception {
    assertClosedByServer(afterPreamble(4, new byte[] {-1, -1, -1, -1}));
    assertTrue(take(serverClosed).contains("InvalidProtocolBufferException"));
  }

  @Test
  void anotherVersionOfTheProtocolIsRefused() throws Exception {
    assertClosedByServer(new byte[] {'C', 'A', 'I', 'R', 'N', 'S', 0, 2});
    assertNull(served.poll());
  }

  @Test
  void aPortInUseIsNamed() {
    IOException refused =
        assertThrows(
            IOException.class,
            () ->
                FramedServer.bind(
                    server.address(), Preamble.SESSION, AgentMessage.parser(), Echo::new));
    assertTrue(refused.getMessage().contains(String.valueOf(server.address().getPort())));
  }

  @Test
  void aClientIsToldWhenNobodyListens() throws Exception {
    InetSocketAddress gone = server.address();
    server.close();
    assertThrows(
        ExecutionException.class,
        () ->
            client
                .connect(gone, Duration.ofSeconds(2), CoordinatorMessage.parser(), new Collect("x"))
                .get(DEADLINE_SECONDS, TimeUnit.SECONDS));
  }

  private void connect(Collect handler) throws Exception {
    client
        .connect(server.address(), Duration.ofSeconds(2), CoordinatorMessage.parser(), handler)
        .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  private void assertClosedByServer(byte[] sent) throws IOException {
    try (Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
      socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(DEADLINE_SECONDS));
      socket.getOutputStream().write(sent);
      byte[] preamble = socket.getInputStream().readNBytes(Preamble.BYTES);
      assertEquals(Preamble.BYTES, preamble.length, Arrays.toString(preamble));
      assertEquals(-1, socket.getInputStream().read(), "the server must close");
    } catch (java.net.SocketException reset) {
      // A reset is a close too: bytes of ours were still unread.
      assertTrue(reset.getMessage().contains("reset") || reset.getMessage().contains("pipe"));
    }
  }

  private static byte[] afterPreamble(int length, byte[] body) throws IOException {
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(new byte[] {'C', 'A', 'I', 'R', 'N', 'S', 0, 1});
    out.writeInt(length);
    out.write(body);
    return bytes.toByteArray();
  }

  private static String take(BlockingQueue<String> queue) throws InterruptedException {
    return String.valueOf(queue.poll(DEADLINE_SECONDS, TimeUnit.SECONDS));
  }

  private final class Echo implements ConnectionHandler<AgentMessage, CoordinatorMessage> {
    @Override
    public void onOpen(FramedConnection<CoordinatorMessage> connection) {}

    @Override
    public void onMessage(FramedConnection<CoordinatorMessage> connection, AgentMessage message) {
      served.add(message);
      connection.send(
          CoordinatorMessage.newBuilder()
              .setRefused(Refused.newBuilder().setDetail(message.getHello().getAgentId()))
              .build());
    }

    @Override
    public void onClosed(FramedConnection<CoordinatorMessage> connection, String reason) {
      serverClosed.add(reason);
    }
  }

  private static final class Collect
      implements ConnectionHandler<CoordinatorMessage, AgentMessage> {
    private final BlockingQueue<CoordinatorMessage> messages = new LinkedBlockingQueue<>();
    private final String hello;
    private volatile FramedConnection<AgentMessage> opened;

    Collect(String hello) {
      this.hello = hello;
    }

    @Override
    public void onOpen(FramedConnection<AgentMessage> connection) {
      opened = connection;
      connection.send(
          AgentMessage.newBuilder().setHello(AgentHello.newBuilder().setAgentId(hello)).build());
    }

    @Override
    public void onMessage(FramedConnection<AgentMessage> connection, CoordinatorMessage message) {
      messages.add(message);
    }

    @Override
    public void onClosed(FramedConnection<AgentMessage> connection, String reason) {}
  }
}
