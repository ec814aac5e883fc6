package io.cairn.process.tls;

import static io.cairn.process.tls.TestCertificates.A1;
import static io.cairn.process.tls.TestCertificates.C1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handshakes in memory, and files that change. */
class TlsTest {
  @TempDir private Path directory;
  private TestCertificates files;
  private Tls coordinator;

  @BeforeEach
  void open() throws IOException {
    files = new TestCertificates(directory);
    coordinator = Tls.open(files.issue(C1, TestCertificates.valid()));
  }

  private Tls agent() throws IOException {
    return Tls.open(files.issue(A1, TestCertificates.valid()));
  }

  @Test
  void bothEndsLearnWhoTheOtherIs() throws Exception {
    SSLEngine server = coordinator.serverEngine(Peers.AGENTS);
    SSLEngine client = agent().clientEngine(Peers.COORDINATORS, "127.0.0.1", 7201);
    Rehearsal.handshake(client, server);
    assertEquals("TLSv1.3", server.getSession().getProtocol());
    assertEquals(A1, peer(server));
    assertEquals(C1, peer(client));
  }

  @Test
  void onlyTwoVersionsAreSpoken() {
    String[] wanted = {"TLSv1.2", "TLSv1.3"};
    for (SSLEngine engine :
        new SSLEngine[] {
          coordinator.serverEngine(Peers.ANY), coordinator.clientEngine(Peers.ANY, "h", 1)
        }) {
      String[] enabled = engine.getEnabledProtocols();
      Arrays.sort(enabled);
      assertArrayEquals(wanted, enabled);
    }
  }

  @Test
  void anAgentIsNoCoordinator() throws Exception {
    Tls agent = agent();
    assertRefused(
        agent.clientEngine(Peers.COORDINATORS, "localhost", 7101),
        coordinator.serverEngine(Peers.COORDINATORS),
        "only a certificate with OU=coordinator counts here, and this one is of agent a1");
    assertRefused(
        coordinator.clientEngine(Peers.COORDINATORS, "localhost", 7101),
        agent.serverEngine(Peers.ANY),
        "only a certificate with OU=coordinator counts here, and this one is of agent a1");
  }

  @Test
  void aServerMustHaveTheNameByWhichItWasCalled() throws Exception {
    assertRefused(
        agent().clientEngine(Peers.COORDINATORS, "127.0.0.2", 7201),
        coordinator.serverEngine(Peers.ANY),
        "127.0.0.2");
  }

  @Test
  void oneOfAnotherAuthorityIsRefused() throws Exception {
    TestCertificates others = new TestCertificates(directory.resolve("others"));
    Tls stranger = Tls.open(others.issue(A1, TestCertificates.valid()));
    assertRefused(
        stranger.clientEngine(Peers.ANY, "localhost", 7201),
        coordinator.serverEngine(Peers.AGENTS),
        "does not chain with any of the trust anchors");
  }

  @Test
  void whoShowsNoCertificateIsRefused() throws Exception {
    SSLContext mute = ClientTls.context(files.authorities(), Optional.empty());
    SSLEngine client = mute.createSSLEngine("localhost", 7201);
    client.setUseClientMode(true);
    assertRefused(client, coordinator.serverEngine(Peers.ANY), "Empty client certificate chain");
  }

  @Test
  void changedFilesAreUsedFromTheNextLookOn() throws Exception {
    AtomicInteger changes = new AtomicInteger();
    coordinator.onChange(changes::incrementAndGet);
    SSLContext before = coordinator.context(Peers.ANY);
    Instant expires = coordinator.expires();
    coordinator.look(Instant.now());
    assertSame(before, coordinator.context(Peers.ANY), "nothing has changed");
    X509Certificate shown = shownBy(coordinator);
    files.issue(C1, TestCertificates.valid());
    coordinator.look(Instant.now());
    assertNotSame(before, coordinator.context(Peers.ANY));
    assertEquals(1, changes.get());
    assertNotEqualCertificate(shown, shownBy(coordinator));
    assertTrue(!coordinator.expires().isBefore(expires));
  }

  @Test
  void changedFilesThatAreWrongChangeNothing() throws Exception {
    SSLContext before = coordinator.context(Peers.ANY);
    files.issue(A1, TestCertificates.valid());
    coordinator.look(Instant.now());
    coordinator.look(Instant.now());
    assertSame(before, coordinator.context(Peers.ANY), "another's certificate");
    Files.delete(files.key());
    coordinator.look(Instant.now());
    assertSame(before, coordinator.context(Peers.ANY), "a missing key");
    files.issue(C1, TestCertificates.valid());
    coordinator.look(Instant.now());
    assertNotSame(before, coordinator.context(Peers.ANY));
  }

  private static void assertNotEqualCertificate(X509Certificate one, X509Certificate other) {
    assertTrue(!one.getSerialNumber().equals(other.getSerialNumber()));
  }

  private static X509Certificate shownBy(Tls server) throws Exception {
    SSLEngine client = server.clientEngine(Peers.ANY, "localhost", 1);
    Rehearsal.handshake(client, server.serverEngine(Peers.ANY));
    return (X509Certificate) client.getSession().getPeerCertificates()[0];
  }

  private static PeerName peer(SSLEngine engine) throws SSLException {
    return PeerName.of((X509Certificate) engine.getSession().getPeerCertificates()[0]);
  }

  private static void assertRefused(SSLEngine client, SSLEngine server, String why) {
    SSLException refused =
        assertThrows(SSLHandshakeException.class, () -> Rehearsal.handshake(client, server));
    Throwable root = refused;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    assertTrue(String.valueOf(root.getMessage()).contains(why), String.valueOf(root));
  }
}
