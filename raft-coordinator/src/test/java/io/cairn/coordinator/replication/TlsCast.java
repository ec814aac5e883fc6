package io.cairn.coordinator.replication;

import io.cairn.process.tls.CertificateAuthority;
import io.cairn.process.tls.CertificateAuthority.Issued;
import io.cairn.process.tls.CertificateAuthority.Validity;
import io.cairn.process.tls.PeerName;
import io.cairn.process.tls.Peers;
import io.cairn.process.tls.Tls;
import io.cairn.process.tls.TlsSettings;
import io.cairn.protocol.channel.TlsEngines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Processes that one authority knows. */
public final class TlsCast {
  private static final List<String> HOSTS = List.of("127.0.0.1");

  private final Path directory;
  private final Validity validity =
      new Validity(Instant.now().minusSeconds(60), Instant.now().plusSeconds(3_600));
  private final CertificateAuthority authority = CertificateAuthority.create("test", validity);

  public TlsCast(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    Files.writeString(authorities(), authority.self().certificatePem());
  }

  public Path authorities() {
    return directory.resolve("authorities.pem");
  }

  /** Writes a new certificate and key. */
  public TlsSettings issue(PeerName peer) throws IOException {
    Issued issued = authority.issue(peer, HOSTS, validity);
    Path certificate = directory.resolve(peer.id() + ".pem");
    Path key = directory.resolve(peer.id() + ".key");
    Files.writeString(key, issued.keyPem());
    Files.writeString(certificate, issued.certificatePem());
    return new TlsSettings(certificate, key, authorities(), peer, HOSTS);
  }

  public Tls coordinator(String id) throws IOException {
    return Tls.open(issue(new PeerName(PeerName.COORDINATOR, id)));
  }

  public Tls agent(String id) throws IOException {
    return Tls.open(issue(new PeerName(PeerName.AGENT, id)));
  }

  public static Optional<TlsEngines> engines(Tls tls, Peers peers) {
    return Optional.of(
        new TlsEngines(
            () -> tls.serverEngine(peers), (host, port) -> tls.clientEngine(peers, host, port)));
  }
}
