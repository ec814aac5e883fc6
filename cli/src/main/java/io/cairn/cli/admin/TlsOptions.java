package io.cairn.cli.admin;

import io.cairn.cli.CliException;
import io.cairn.process.ExitCode;
import io.cairn.process.tls.ClientTls;
import io.cairn.process.tls.TlsFileException;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command knows that it talks to the cluster, and the cluster who gives the command. */
final class TlsOptions {
  @Option(
      names = "--authorities",
      paramLabel = "FILE",
      defaultValue = "${env:CAIRN_AUTHORITIES}",
      description = "Talk HTTPS with coordinators certified by these (PEM).")
  private @Nullable Path authorities;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      defaultValue = "${env:CAIRN_CERTIFICATE}",
      description = "Show this certificate (PEM), with --key.")
  private @Nullable Path certificate;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      defaultValue = "${env:CAIRN_KEY}",
      description = "The key of --certificate (PEM, PKCS #8).")
  private @Nullable Path key;

  /**
   * What the options say, or else the file.
   *
   * @throws CliException when a file cannot be used, or one is missing
   */
  Optional<SSLContext> context(ClientConfig config) {
    Optional<Path> trusted = Optional.ofNullable(authorities).or(config::authorities);
    Optional<Path> shown = Optional.ofNullable(certificate).or(config::certificate);
    Optional<Path> secret = Optional.ofNullable(key).or(config::key);
    if (shown.isPresent() != secret.isPresent()) {
      throw wrong("a certificate and its key are given together, or neither");
    }
    if (trusted.isEmpty() && shown.isPresent()) {
      throw wrong("a certificate is shown only to whom --authorities certify: give these too");
    }
    Optional<ClientTls.Own> own =
        shown.flatMap(file -> secret.map(its -> new ClientTls.Own(file, its)));
    try {
      return trusted.isPresent()
          ? Optional.of(ClientTls.context(trusted.get(), own))
          : Optional.empty();
    } catch (TlsFileException e) {
      throw wrong(e.key() + ": " + e.getMessage());
    }
  }

  private static CliException wrong(String what) {
    return new CliException(ExitCode.USAGE, what);
  }
}
