package io.cairn.process.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/** Who may be at the other end of a connection, as its certificate says. */
public enum Peers {
  /** Coordinators only: between coordinators, and where agents call. */
  COORDINATORS(PeerName.COORDINATOR),
  /** Agents only: between agents, and where coordinators are called by agents. */
  AGENTS(PeerName.AGENT),
  /** Everybody whom the authorities know. */
  ANY("");

  private final String kind;

  Peers(String kind) {
    this.kind = kind;
  }

  /** Refuses a certificate of another kind; that it is genuine has been verified. */
  void check(X509Certificate certificate) throws CertificateException {
    PeerName peer = PeerName.of(certificate);
    if (!kind.isEmpty() && !peer.kind().equals(kind)) {
      throw new CertificateException(
          "only a certificate with OU=" + kind + " counts here, and this one is " + printed(peer));
    }
  }

  /** A name comes from elsewhere, and goes into a log line. */
  private static String printed(PeerName peer) {
    String text = "of " + peer;
    return (text.length() > 100 ? text.substring(0, 100) : text).replaceAll("[^ -~]", "?");
  }
}
