package io.cairn.process.tls;

import io.cairn.process.tls.CertificateAuthority.Issued;
import io.cairn.process.tls.CertificateAuthority.Validity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Files as an authority would hand them out. */
final class TestCertificates {
  static final PeerName C1 = new PeerName(PeerName.COORDINATOR, "c1");
  static final PeerName A1 = new PeerName(PeerName.AGENT, "a1");
  static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost");

  private final Path directory;
  private final CertificateAuthority authority;

  TestCertificates(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    authority = CertificateAuthority.create("test", valid());
    Files.writeString(authorities(), authority.self().certificatePem());
  }

  static Validity valid() {
    Instant now = Instant.now();
    return new Validity(now.minus(Duration.ofHours(1)), now.plus(Duration.ofDays(90)));
  }

  static Validity over() {
    Instant now = Instant.now();
    return new Validity(now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)));
  }

  Path authorities() {
    return directory.resolve("authorities.pem");
  }

  Path certificate() {
    return directory.resolve("certificate.pem");
  }

  Path key() {
    return directory.resolve("key.pem");
  }

  TlsSettings issue(PeerName peer, Validity validity) throws IOException {
    Issued issued = authority.issue(peer, LOOPBACK, validity);
    Files.writeString(certificate(), issued.certificatePem());
    Files.writeString(key(), issued.keyPem());
    return new TlsSettings(certificate(), key(), authorities(), peer, LOOPBACK);
  }
}
