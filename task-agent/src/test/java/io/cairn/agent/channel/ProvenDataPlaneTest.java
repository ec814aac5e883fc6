package io.cairn.agent.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Data channels between agents that must prove that they know a secret. */
class ProvenDataPlaneTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final ChannelKey KEY = new ChannelKey(1, 1, 0, 0, 1);

  private final ChannelEvents events = new ChannelEvents();
  private DataPlane receiver;
  private InputChannel input;

  @BeforeEach
  void start() throws Exception {
    receiver = plane("a2", SECRET);
    input = new InputChannel(KEY, events);
    receiver.registry().register(1, 1, List.of(input));
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private static DataPlane plane(String agent, String secret) throws Exception {
    return DataPlane.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        agent,
        () -> "cluster",
        new ChannelGuard(
            Optional.empty(),
            secret.isEmpty()
                ? Optional.empty()
                : Optional.of(secret.getBytes(StandardCharsets.US_ASCII))));
  }

  private OutputChannel open(DataPlane from, Duration within) throws Exception {
    return from.connections()
        .open(new DataAddress("127.0.0.1", receiver.port()), KEY, within, reason -> {})
        .get(60, TimeUnit.SECONDS);
  }

  @Test
  void records_flow_between_those_who_know_the_secret() throws Exception {
    try (DataPlane sender = plane("a1", SECRET)) {
      open(sender, Duration.ofSeconds(30)).send(new ChannelBuffer(new byte[] {7}, 1));
      assertEquals(input, events.available.poll(30, TimeUnit.SECONDS));
      assertArrayEquals(new byte[] {7}, input.poll().octets());
    }
  }

  @Test
  void nobody_else_reaches_a_task() throws Exception {
    for (String secret : List.of("", "fedcba9876543210fedcba9876543210")) {
      try (DataPlane stranger = plane("a1", secret)) {
        ExecutionException refused =
            assertThrows(ExecutionException.class, () -> open(stranger, Duration.ofMillis(300)));
        assertTrue(refused.getMessage().contains("not opened in time"), String.valueOf(refused));
      }
    }
    assertEquals(0, events.connected.size());
  }

  @Test
  void a_stranger_hears_not_one_octet() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), receiver.port())) {
      socket.setSoTimeout(30_000);
      socket
          .getOutputStream()
          .write("CAIRNDAT\0\1\7cluster\2a1".getBytes(StandardCharsets.US_ASCII));
      assertEquals(-1, socket.getInputStream().read());
    } catch (SocketException reset) {
      assertTrue(String.valueOf(reset.getMessage()).contains("reset"), reset.toString());
    }
  }
}
