package io.cairn.process.tls;

import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** TLS of a command that runs and ends. */
public final class ClientTls {
  private ClientTls() {}

  /**
   * Whom a certificate file shows, and with which key.
   *
   * @param certificate PEM, with those between it and its authority
   * @param key PEM, PKCS #8 without password
   */
  public record Own(Path certificate, Path key) {}

  /**
   * Reads the files.
   *
   * @param authorities whose certificates of servers count, PEM
   * @param own the client's own, if it shows one
   * @throws TlsFileException when a file cannot be used
   */
  public static SSLContext context(Path authorities, Optional<Own> own) throws TlsFileException {
    Credentials credentials =
        own.isPresent()
            ? Credentials.read(own.get().certificate(), own.get().key(), authorities)
            : Credentials.trustOnly(authorities);
    return Contexts.of(credentials, Peers.ANY);
  }
}
