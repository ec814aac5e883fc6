package io.cairn.cli.cluster;

import io.cairn.process.tls.CertificateAuthority;
import io.cairn.process.tls.CertificateAuthority.Issued;
import io.cairn.process.tls.CertificateAuthority.Validity;
import io.cairn.process.tls.ClientTls;
import io.cairn.process.tls.PeerName;
import io.cairn.process.tls.TlsFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** An authority for one local cluster, whose files lie in its directory. */
public final class ClusterTls {
  /** Longer than any local cluster lives. */
  private static final Duration VALID = Duration.ofDays(30);

  private static final List<String> HOSTS = List.of("127.0.0.1", "localhost");

  private final Path directory;
  private final CertificateAuthority authority;

  private ClusterTls(Path directory, CertificateAuthority authority) {
    this.directory = directory;
    this.authority = authority;
  }

  static ClusterTls create(Path directory) throws IOException {
    Instant now = Instant.now();
    Validity validity = new Validity(now.minus(Duration.ofHours(1)), now.plus(VALID));
    ClusterTls tls =
        new ClusterTls(directory, CertificateAuthority.create("local cluster", validity));
    Files.createDirectories(directory);
    Files.writeString(tls.authorities(), tls.authority.self().certificatePem());
    return tls;
  }

  /** Whose certificates count in this cluster. */
  public Path authorities() {
    return directory.resolve("authorities.pem");
  }

  /**
   * Issues a certificate, and answers with the configuration's section that uses it.
   *
   * @param kind as in {@link PeerName}
   */
  public String section(String kind, String id) throws IOException {
    Validity validity =
        new Validity(Instant.now().minus(Duration.ofHours(1)), Instant.now().plus(VALID));
    Issued issued = issue(new PeerName(kind, id), validity);
    Path certificate = directory.resolve(id + ".pem");
    Path key = directory.resolve(id + ".key");
    Files.writeString(key, issued.keyPem());
    Files.writeString(certificate, issued.certificatePem());
    return "tls:\n  certificate: %s\n  key: %s\n  authorities: %s\n"
        .formatted(
            NodeConfigs.quoted(certificate.toString()),
            NodeConfigs.quoted(key.toString()),
            NodeConfigs.quoted(authorities().toString()));
  }

  /** A certificate for this machine. */
  public Issued issue(PeerName peer, Validity validity) {
    return authority.issue(peer, HOSTS, validity);
  }

  SSLContext client() {
    try {
      return ClientTls.context(authorities(), Optional.empty());
    } catch (TlsFileException e) {
      throw new IllegalStateException(e);
    }
  }
}
