package io.cairn.chaos.faults.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.chaos.Await;
import io.cairn.chaos.faults.net.FaultNetwork.Pair;
import io.cairn.process.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each fault of a link is there, only there, and goes away. This process is both ends. */
class FaultNetworkTest {
  private static final Pair THERE = new Pair("me", "server");
  private static final Pair BACK = new Pair("server", "me");
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final int NEVER_MILLIS = 400;

  private final FaultNetwork network = new FaultNetwork(7);
  private ServerSocket server = new ServerSocket();
  private Socket client = new Socket();
  private Socket served = new Socket();
  private HostPort front = new HostPort("127.0.51.1", 1);

  FaultNetworkTest() throws IOException {}

  @BeforeEach
  void connect() throws Exception {
    server.bind(new InetSocketAddress("127.0.50.1", 0));
    front = freeFront();
    network.front("server", front, new HostPort("127.0.50.1", server.getLocalPort()));
    network.attach("me", ProcessHandle.current().pid());
    client.connect(front.resolve());
    served = server.accept();
  }

  private static HostPort freeFront() throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress("127.0.51.1", 0));
      return new HostPort("127.0.51.1", probe.getLocalPort());
    }
  }

  @AfterEach
  void close() throws Exception {
    network.close();
    client.close();
    served.close();
    server.close();
  }

  private static void say(Socket socket, int value) throws IOException {
    socket.getOutputStream().write(value);
  }

  private static int hear(Socket socket, Duration within) throws IOException {
    socket.setSoTimeout((int) within.toMillis());
    return socket.getInputStream().read();
  }

  private static void assertSilent(Socket socket) {
    assertThrows(SocketTimeoutException.class, () -> hear(socket, Duration.ofMillis(NEVER_MILLIS)));
  }

  @Test
  void a_whole_network_carries_both_directions() throws Exception {
    say(client, 1);
    assertEquals(1, hear(served, BOUND));
    say(served, 2);
    assertEquals(2, hear(client, BOUND));
    assertEquals(0, network.link("me", "server").harmed());
    assertEquals(1, network.link("me", "server").passedBytes());
    client.shutdownOutput();
    assertEquals(-1, hear(served, BOUND));
    say(served, 3);
    assertEquals(3, hear(client, BOUND));
  }

  @Test
  void one_direction_is_cut_and_what_was_said_arrives_when_it_is_healed() throws Exception {
    network.set(Set.of(THERE), LinkState.CUT);
    say(client, 1);
    assertSilent(served);
    say(served, 2);
    assertEquals(2, hear(client, BOUND));
    assertEquals(1, network.link("me", "server").harmed());
    assertEquals(0, network.link("server", "me").harmed());
    network.heal();
    assertEquals(1, hear(served, BOUND));
  }

  @Test
  void who_connects_through_a_cut_link_waits() throws Exception {
    network.set(Set.of(BACK), LinkState.CUT);
    try (Socket second = new Socket()) {
      second.connect(front.resolve());
      server.setSoTimeout(NEVER_MILLIS);
      assertThrows(SocketTimeoutException.class, server::accept);
      network.heal();
      server.setSoTimeout((int) BOUND.toMillis());
      server.accept().close();
    }
  }

  @Test
  void the_end_of_a_process_is_not_heard_through_a_cut_link() throws Exception {
    network.set(Set.of(THERE), LinkState.CUT);
    client.close();
    assertSilent(served);
    network.heal();
    assertEquals(-1, hear(served, BOUND));
  }

  @Test
  void a_delay_and_a_loss_make_it_late_and_a_narrow_link_makes_it_slow() throws Exception {
    network.set(Set.of(THERE), LinkState.late(Duration.ofMillis(150)));
    long before = System.nanoTime();
    say(client, 1);
    assertEquals(1, hear(served, BOUND));
    assertTrue(System.nanoTime() - before >= 150_000_000L, "late");

    network.set(Set.of(THERE), LinkState.lossy(90));
    before = System.nanoTime();
    say(client, 2);
    assertEquals(2, hear(served, BOUND));
    assertTrue(System.nanoTime() - before >= Link.RETRANSMISSION.toNanos(), "sent again");

    network.set(Set.of(THERE), LinkState.narrow(10_000));
    before = System.nanoTime();
    client.getOutputStream().write(new byte[3_000]);
    assertEquals(3_000, served.getInputStream().readNBytes(3_000).length);
    assertTrue(System.nanoTime() - before >= 300_000_000L, "slow");
    assertEquals(3, network.link("me", "server").harmed());
  }

  @Test
  void a_reset_is_seen_by_both() throws Exception {
    Await.until(BOUND, () -> network.connections(THERE) == 1, () -> "the connection");
    assertEquals(1, network.reset(Set.of(THERE)));
    assertThrows(java.net.SocketException.class, () -> hear(client, BOUND));
    assertThrows(java.net.SocketException.class, () -> hear(served, BOUND));
    assertEquals(0, network.connections(THERE));
  }

  @Test
  void a_process_that_is_not_attached_is_never_harmed() throws Exception {
    network.attach("me", 1); // another process now
    network.set(Set.of(THERE, BACK), LinkState.CUT);
    try (Socket stranger = new Socket()) {
      stranger.connect(front.resolve());
      try (Socket other = server.accept()) {
        say(stranger, 5);
        assertEquals(5, hear(other, BOUND));
      }
    }
  }
}
