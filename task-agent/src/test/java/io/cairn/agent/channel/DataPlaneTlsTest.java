package io.cairn.agent.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.process.tls.CertificateAuthority;
import io.cairn.process.tls.CertificateAuthority.Issued;
import io.cairn.process.tls.CertificateAuthority.Validity;
import io.cairn.process.tls.PeerName;
import io.cairn.process.tls.Peers;
import io.cairn.process.tls.Tls;
import io.cairn.process.tls.TlsSettings;
import io.cairn.protocol.channel.TlsEngines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data channels between agents that know each other by certificates. */
class DataPlaneTlsTest {
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final ChannelKey KEY = new ChannelKey(1, 1, 0, 0, 1);
  private static final int BUFFERS = 500;

  @TempDir Path directory;
  private final Validity validity =
      new Validity(Instant.now().minusSeconds(60), Instant.now().plusSeconds(3_600));
  private final CertificateAuthority authority = CertificateAuthority.create("test", validity);
  private final List<DataPlane> planes = new ArrayList<>();
  private final ChannelEvents events = new ChannelEvents();

  @AfterEach
  void stop() {
    planes.forEach(DataPlane::close);
  }

  private DataPlane start(String agent, Optional<TlsEngines> tls) throws IOException {
    DataPlane plane =
        DataPlane.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            agent,
            () -> "c",
            new ChannelGuard(tls, Optional.empty()));
    planes.add(plane);
    return plane;
  }

  private Optional<TlsEngines> certified(PeerName peer, CertificateAuthority by)
      throws IOException {
    List<String> hosts = List.of("127.0.0.1");
    Issued issued = by.issue(peer, hosts, validity);
    Path own = Files.createTempDirectory(directory, peer.id());
    Files.writeString(own.resolve("a"), by.self().certificatePem());
    Files.writeString(own.resolve("c"), issued.certificatePem());
    Files.writeString(own.resolve("k"), issued.keyPem());
    Tls tls =
        Tls.open(
            new TlsSettings(own.resolve("c"), own.resolve("k"), own.resolve("a"), peer, hosts));
    Peers peers = peer.kind().equals(PeerName.AGENT) ? Peers.AGENTS : Peers.ANY;
    return Optional.of(
        new TlsEngines(
            () -> tls.serverEngine(peers), (host, port) -> tls.clientEngine(peers, host, port)));
  }

  private Optional<TlsEngines> agent(String id) throws IOException {
    return certified(new PeerName(PeerName.AGENT, id), authority);
  }

  private InputChannel deploy(DataPlane at) {
    InputChannel input = new InputChannel(KEY, events);
    at.registry().register(KEY.jobId(), KEY.attempt(), List.of(input));
    return input;
  }

  private static CompletableFuture<OutputChannel> open(
      DataPlane from, DataPlane to, Duration within) {
    return from.connections()
        .open(new DataAddress("127.0.0.1", to.port()), KEY, within, reason -> {});
  }

  private static String refusal(DataPlane from, DataPlane to) {
    CompletableFuture<OutputChannel> opening = open(from, to, SHORT);
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> opening.get(20, TimeUnit.SECONDS));
    return String.valueOf(e.getCause().getMessage());
  }

  @Test
  void buffersArriveInOrder() throws Exception {
    DataPlane sender = start("a1", agent("a1"));
    DataPlane receiver = start("a2", agent("a2"));
    InputChannel input = deploy(receiver);
    OutputChannel output = open(sender, receiver, Duration.ofSeconds(20)).get(20, TimeUnit.SECONDS);
    CompletableFuture<Void> sending =
        CompletableFuture.runAsync(
            () -> {
              try {
                for (int i = 0; i < BUFFERS; i++) {
                  output.send(new ChannelBuffer(new byte[] {(byte) i, (byte) (i >> 8)}, 2));
                }
              } catch (ChannelException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    for (int i = 0; i < BUFFERS; i++) {
      assertEquals(input, events.available.poll(20, TimeUnit.SECONDS));
      ChannelBuffer buffer = input.poll();
      input.release();
      assertEquals(i, (buffer.octets()[0] & 0xff) | ((buffer.octets()[1] & 0xff) << 8));
    }
    sending.get(20, TimeUnit.SECONDS);
  }

  @Test
  void anAgentMayNotSpeakForAnother() throws Exception {
    DataPlane receiver = start("a2", agent("a2"));
    deploy(receiver);
    DataPlane impostor = start("a1", agent("a3"));
    assertTrue(refusal(impostor, receiver).contains("not opened in time"));
    DataPlane inAnothersPlace = start("a2", agent("a4"));
    deploy(inAnothersPlace);
    DataPlane good = start("a5", agent("a5"));
    assertTrue(refusal(good, inAnothersPlace).contains("its certificate does not"));
  }

  @Test
  void whoIsNoAgentOfTheAuthorityIsRefused() throws Exception {
    DataPlane receiver = start("a2", agent("a2"));
    InputChannel input = deploy(receiver);
    CertificateAuthority other = CertificateAuthority.create("other", validity);
    List<Optional<TlsEngines>> strangers =
        List.of(
            Optional.empty(),
            certified(new PeerName(PeerName.AGENT, "a1"), other),
            certified(new PeerName(PeerName.COORDINATOR, "c1"), authority));
    for (Optional<TlsEngines> stranger : strangers) {
      assertTrue(refusal(start("a1", stranger), receiver).contains("not opened in time"));
    }
    OutputChannel output =
        open(start("a1", agent("a1")), receiver, Duration.ofSeconds(20)).get(20, TimeUnit.SECONDS);
    output.send(new ChannelBuffer(new byte[] {7}, 1));
    assertEquals(input, events.available.poll(20, TimeUnit.SECONDS), "the service goes on");
  }
}
