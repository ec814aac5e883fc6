package io.cairn.process.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairn.process.tls.CertificateAuthority;
import io.cairn.process.tls.CertificateAuthority.Issued;
import io.cairn.process.tls.CertificateAuthority.Validity;
import io.cairn.process.tls.ClientTls;
import io.cairn.process.tls.PeerName;
import io.cairn.process.tls.Tls;
import io.cairn.process.tls.TlsSettings;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures over HTTPS. */
class MetricsServerTlsTest {
  private static final PeerName A1 = new PeerName(PeerName.AGENT, "a1");
  private static final List<String> HOSTS = List.of("127.0.0.1");
  private static final int MORE_THAN_ITS_THREADS = 6;

  @TempDir private Path directory;
  private final Validity validity =
      new Validity(Instant.now().minusSeconds(60), Instant.now().plusSeconds(3_600));
  private final CertificateAuthority authority = CertificateAuthority.create("test", validity);

  private TlsSettings issue() throws IOException {
    Issued issued = authority.issue(A1, HOSTS, validity);
    Files.writeString(directory.resolve("a"), authority.self().certificatePem());
    Files.writeString(directory.resolve("k"), issued.keyPem());
    Files.writeString(directory.resolve("c"), issued.certificatePem());
    return new TlsSettings(
        directory.resolve("c"), directory.resolve("k"), directory.resolve("a"), A1, HOSTS);
  }

  private static MetricsServer start(Metrics metrics, Tls tls) throws IOException {
    return MetricsServer.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), metrics, Optional.of(tls));
  }

  /** Connects anew each time. */
  private HttpResponse<String> get(String scheme, MetricsServer server) throws Exception {
    HttpClient client =
        HttpClient.newBuilder()
            .sslContext(ClientTls.context(directory.resolve("a"), Optional.empty()))
            .build();
    URI page = URI.create(scheme + "://127.0.0.1:" + server.port() + "/metrics");
    return client.send(
        HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(60)).build(),
        BodyHandlers.ofString());
  }

  /**
   * One that has waited for as long as the silent ones may be cut with them; the next is served.
   */
  private HttpResponse<String> getPatiently(MetricsServer server) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (true) {
      try {
        return get("https", server);
      } catch (IOException cut) {
        if (System.nanoTime() - deadline > 0) {
          throw cut;
        }
      }
    }
  }

  private static BigInteger shown(HttpResponse<String> response) throws Exception {
    X509Certificate certificate =
        (X509Certificate) response.sslSession().orElseThrow().getPeerCertificates()[0];
    return certificate.getSerialNumber();
  }

  @Test
  void figuresAreServedWithTlsOnlyAndWithEachNewCertificate() throws Exception {
    try (Tls tls = Tls.open(issue());
        Metrics metrics = Metrics.ofThisProcess();
        MetricsServer server = start(metrics, tls)) {
      HttpResponse<String> page = get("https", server);
      assertEquals(200, page.statusCode());
      assertThrows(IOException.class, () -> get("http", server));
      issue();
      tls.look();
      HttpResponse<String> again = get("https", server);
      assertEquals(200, again.statusCode());
      assertNotEquals(shown(page), shown(again));
    }
  }

  @Test
  void whoBeginsAHandshakeAndStopsHoldsNobodyUpForLong() throws Exception {
    try (Tls tls = Tls.open(issue());
        Metrics metrics = Metrics.ofThisProcess();
        MetricsServer server = start(metrics, tls)) {
      List<Socket> silent = new ArrayList<>();
      try {
        for (int i = 0; i < MORE_THAN_ITS_THREADS; i++) {
          Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
          socket.getOutputStream().write(new byte[] {22, 3, 1});
          silent.add(socket);
        }
        assertEquals(200, getPatiently(server).statusCode());
      } finally {
        for (Socket socket : silent) {
          socket.close();
        }
      }
    }
  }
}
