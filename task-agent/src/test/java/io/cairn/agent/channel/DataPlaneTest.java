package io.cairn.agent.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DataPlaneTest {
  private static final Duration WITHIN = Duration.ofSeconds(10);

  private final ChannelEvents events = new ChannelEvents();
  private DataPlane sender;
  private DataPlane receiver;

  @BeforeEach
  void startAgents() throws Exception {
    sender = start("a1", "c");
    receiver = start("a2", "c");
  }

  @AfterEach
  void stopAgents() {
    sender.close();
    receiver.close();
  }

  @Test
  void buffersArriveInOrderAndOnlyWithCredit() throws Exception {
    ChannelKey key = new ChannelKey(1, 1, 0, 0, 1);
    InputChannel input = deploy(receiver, key);
    OutputChannel output = open(key).get(10, TimeUnit.SECONDS);
    Thread sending =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < 50; i++) {
                  output.send(new ChannelBuffer(new byte[] {(byte) i}, 1));
                }
              } catch (ChannelException | InterruptedException e) {
                events.failures.add("sender: " + e);
              }
            });
    sending.start();
    for (int i = 0; i < 50; i++) {
      assertEquals(input, events.available.poll(10, TimeUnit.SECONDS));
      assertTrue(events.available.size() < ChannelLimits.BUFFERS_PER_CHANNEL);
      assertArrayEquals(new byte[] {(byte) i}, input.poll().octets());
      input.release();
    }
    sending.join(10_000);
    assertTrue(events.failures.isEmpty(), events.failures.toString());
  }

  @Test
  void aSenderWaitsUntilTheReceiverIsDeployed() throws Exception {
    ChannelKey key = new ChannelKey(1, 1, 0, 0, 1);
    CompletableFuture<OutputChannel> opening = open(key);
    assertFalse(opening.isDone());
    deploy(receiver, key);
    assertEquals(key, opening.get(10, TimeUnit.SECONDS).key());
  }

  @Test
  void anOlderAttemptIsRefusedForGood() throws Exception {
    deploy(receiver, new ChannelKey(1, 3, 0, 0, 1));
    String refusal = refusal(open(new ChannelKey(1, 2, 0, 0, 1)));
    assertTrue(refusal.contains("refused by agent a2: the attempt is over there"), refusal);
  }

  @Test
  void aSenderWhoseReceiverIsOverIsToldAtItsNextBuffer() throws Exception {
    ChannelKey key = new ChannelKey(1, 1, 0, 0, 1);
    InputChannel input = deploy(receiver, key);
    OutputChannel output = open(key).get(10, TimeUnit.SECONDS);
    receiver.registry().unregister(List.of(input));
    input.close();
    output.send(new ChannelBuffer(new byte[1], 1));
    String failure = String.valueOf(events.failures.poll(10, TimeUnit.SECONDS));
    assertTrue(failure.startsWith("sender: job-1/1 edge 0 task 0 to 1: refused"), failure);
    assertThrows(ChannelException.class, () -> output.send(new ChannelBuffer(new byte[1], 1)));
  }

  @Test
  void aBrokenConnectionFailsBothEnds() throws Exception {
    ChannelKey key = new ChannelKey(1, 1, 0, 0, 1);
    deploy(receiver, key);
    open(key).get(10, TimeUnit.SECONDS);
    sender.close();
    receiver.close();
    String first = String.valueOf(events.failures.poll(10, TimeUnit.SECONDS));
    String second = String.valueOf(events.failures.poll(10, TimeUnit.SECONDS));
    assertTrue(first.startsWith("sender") != second.startsWith("sender"), first + " " + second);
  }

  @Test
  void anAgentOfAnotherClusterIsNotLetIn() throws Exception {
    try (DataPlane stranger = start("a9", "other")) {
      ChannelKey key = new ChannelKey(1, 1, 0, 0, 1);
      deploy(receiver, key);
      DataAddress address = new DataAddress("127.0.0.1", receiver.port());
      String refusal =
          refusal(
              stranger
                  .connections()
                  .open(address, key, Duration.ofMillis(300), events.failures::add));
      assertTrue(refusal.contains("not opened in time"), refusal);
    }
  }

  @Test
  void garbageClosesItsConnectionAndNoOther() throws Exception {
    ChannelKey key = new ChannelKey(1, 1, 0, 0, 1);
    InputChannel input = deploy(receiver, key);
    OutputChannel output = open(key).get(10, TimeUnit.SECONDS);
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), receiver.port())) {
        socket.setSoTimeout(10_000);
        byte[] garbage = new byte[1 + random.nextInt(200)];
        random.nextBytes(garbage);
        garbage[0] = 'X';
        OutputStream out = socket.getOutputStream();
        out.write(garbage);
        out.flush();
        InputStream in = socket.getInputStream();
        assertEquals(-1, readOrReset(in));
      }
    }
    output.send(new ChannelBuffer(new byte[] {9}, 1));
    assertEquals(input, events.available.poll(10, TimeUnit.SECONDS));
    assertTrue(events.failures.isEmpty(), events.failures.toString());
  }

  private static int readOrReset(InputStream in) {
    try {
      return in.read();
    } catch (IOException e) {
      return -1; // A reset is an end too.
    }
  }

  private static DataPlane start(String agent, String cluster) throws Exception {
    return DataPlane.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), agent, () -> cluster);
  }

  private InputChannel deploy(DataPlane at, ChannelKey key) {
    InputChannel input = new InputChannel(key, events);
    at.registry().register(key.jobId(), key.attempt(), List.of(input));
    return input;
  }

  private CompletableFuture<OutputChannel> open(ChannelKey key) {
    DataAddress address = new DataAddress("127.0.0.1", receiver.port());
    return sender
        .connections()
        .open(address, key, WITHIN, reason -> events.failures.add("sender: " + reason));
  }

  private static String refusal(CompletableFuture<OutputChannel> opening) throws Exception {
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> opening.get(10, TimeUnit.SECONDS));
    return String.valueOf(e.getCause().getMessage());
  }
}
