package io.cairn.process.tls;

import io.cairn.process.config.ConfigException;
import io.cairn.process.config.ConfigSection;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The section {@code tls} of a process.
 *
 * @param certificate its own, PEM, with those between it and its authority
 * @param key of the certificate: PEM, PKCS #8 without password
 * @param authorities whose certificates count: PEM, one or more
 * @param self whom the certificate must name
 * @param hosts under which others connect to this process: the certificate must name each
 */
public record TlsSettings(
    Path certificate, Path key, Path authorities, PeerName self, List<String> hosts) {
  /** Copies the list. */
  public TlsSettings {
    hosts = List.copyOf(hosts);
  }

  /**
   * Reads the section and the files, if the section is there.
   *
   * @param top the outermost section
   * @throws ConfigException with the key, when a file is missing or holds something else, the key
   *     is another certificate's, or the certificate is not valid now, is not of the authorities,
   *     or names somebody else
   */
  public static Optional<TlsSettings> read(ConfigSection top, PeerName self, List<String> hosts) {
    return top.sectionIfPresent("tls").map(section -> read(section, self, hosts, Instant.now()));
  }

  private static TlsSettings read(
      ConfigSection section, PeerName self, List<String> hosts, Instant now) {
    TlsSettings settings =
        new TlsSettings(
            path(section, "certificate"),
            path(section, "key"),
            path(section, "authorities"),
            self,
            hosts);
    try {
      Credentials unused = settings.load(now);
      return settings;
    } catch (TlsFileException e) {
      throw section.invalid(e.key(), String.valueOf(e.getMessage()));
    }
  }

  /** Reads the files and checks them. */
  Credentials load(Instant now) throws TlsFileException {
    Credentials credentials = read();
    CertificateCheck.check(credentials, this, now);
    return credentials;
  }

  /** Reads the files. */
  Credentials read() throws TlsFileException {
    return Credentials.read(certificate, key, authorities);
  }

  private static Path path(ConfigSection section, String key) {
    try {
      return Path.of(section.text(key)).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw section.invalid(key, "is not a path: " + e.getMessage());
    }
  }
}
