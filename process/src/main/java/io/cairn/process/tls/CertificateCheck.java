package io.cairn.process.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** Whether a process could use its own certificate: what its peers would say, said at the start. */
final class CertificateCheck {
  private CertificateCheck() {}

  static void check(Credentials credentials, TlsSettings settings, Instant now)
      throws TlsFileException {
    X509Certificate own = credentials.chain().get(0);
    Instant from = own.getNotBefore().toInstant();
    Instant until = own.getNotAfter().toInstant();
    if (now.isAfter(until)) {
      throw refused(settings, "expired at " + until + "; issue a new one");
    }
    if (now.isBefore(from)) {
      throw refused(settings, "counts from " + from + " on; is the clock right?");
    }
    PeerName named = PeerName.of(own);
    if (!named.equals(settings.self())) {
      throw refused(
          settings,
          "is of "
              + named
              + ", and this process is "
              + settings.self()
              + "; its subject should be OU="
              + settings.self().kind()
              + ", CN="
              + settings.self().id());
    }
    for (String host : settings.hosts()) {
      if (!HostName.isNamedBy(own, host)) {
        throw refused(
            settings, "does not name " + host + ", by which others call this process; issue one");
      }
    }
    believe(credentials, settings);
    rehearse(credentials, settings);
  }

  /** Also with itself: a certificate may be limited to one of the two sides. */
  private static void rehearse(Credentials credentials, TlsSettings settings)
      throws TlsFileException {
    if (settings.hosts().isEmpty()) {
      return;
    }
    SSLContext context = Contexts.of(credentials, Peers.ANY);
    try {
      Rehearsal.handshake(Tls.client(context, settings.hosts().get(0), 1), Tls.server(context));
    } catch (SSLException e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      throw refused(settings, "cannot be used on both sides (" + root.getMessage() + ")");
    }
  }

  private static void believe(Credentials credentials, TlsSettings settings)
      throws TlsFileException {
    X509Certificate[] chain = credentials.chain().toArray(X509Certificate[]::new);
    String type = chain[0].getPublicKey().getAlgorithm();
    try {
      Contexts.chains(credentials.authorities()).checkClientTrusted(chain, type);
    } catch (CertificateException e) {
      throw refused(
          settings,
          "is not of the authorities in " + settings.authorities() + " (" + e.getMessage() + ")");
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JDK cannot verify certificates", e);
    }
  }

  private static TlsFileException refused(TlsSettings settings, String what) {
    return new TlsFileException("certificate", settings.certificate() + " " + what);
  }
}
